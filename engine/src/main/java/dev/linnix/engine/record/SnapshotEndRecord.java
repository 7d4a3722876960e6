package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_snapshot_end}: all rows of a snapshot have been delivered. Valid only during the call it is handed to. Not thread-safe. */
public final class SnapshotEndRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_snapshot_end", RecordType.SNAPSHOT_END);
    private static final int SEQUENCE = FIELDS.u64("sequence");
    private static final int ROWS = FIELDS.u32("rows");
    private static final int COMPLETE = FIELDS.u32("complete");

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public SnapshotEndRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return sequence} */
    public long sequence() {
        return getLong(SEQUENCE);
    }

    /** Sets {@link #sequence()}. */
    public SnapshotEndRecord sequence(long value) {
        putLong(SEQUENCE, value);
        return this;
    }

    /** {@return rows} */
    public int rows() {
        return getInt(ROWS);
    }

    /** Sets {@link #rows()}. */
    public SnapshotEndRecord rows(int value) {
        putInt(ROWS, value);
        return this;
    }

    /** {@return 0: the walk was cut short, nothing may be inferred from absence} */
    public int complete() {
        return getInt(COMPLETE);
    }

    /** Sets {@link #complete()}. */
    public SnapshotEndRecord complete(int value) {
        putInt(COMPLETE, value);
        return this;
    }
}
