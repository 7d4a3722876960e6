package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_tick}: time has passed. Valid only during the call it is handed to. Not thread-safe. */
public final class TickRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_tick", RecordType.TICK);

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public TickRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }
}
