package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_header}, with which every record begins. Valid only during the call it is handed to. Not thread-safe. */
public final class RecordHeader extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.part("linnix_header");

    static {
        FIELDS.u64("time_ns");
    }

    private static final int TYPE = FIELDS.u32("type");
    private static final int LENGTH = FIELDS.u32("length");

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public RecordHeader() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return type of the record, see {@link RecordType}} */
    public int type() {
        return getInt(TYPE);
    }

    /** {@return length of the record in bytes, header included, as the record says} */
    public int length() {
        return getInt(LENGTH);
    }
}
