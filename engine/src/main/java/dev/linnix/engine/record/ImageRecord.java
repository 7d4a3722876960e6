package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_image_row}: what runs in a process that was there before the sensors. Valid only during the call it is handed to. Not thread-safe. */
public final class ImageRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_image_row", RecordType.IMAGE);
    private static final int START_NS = FIELDS.u64("start_ns");
    private static final int PID = FIELDS.u32("pid");

    static {
        FIELDS.u32("reserved");
    }

    private static final int IMAGE = FIELDS.image("image");

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public ImageRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return CLOCK_BOOTTIME, ns; with the pid the identity of the process} */
    public long startNs() {
        return getLong(START_NS);
    }

    /** Sets {@link #startNs()}. */
    public ImageRecord startNs(long value) {
        putLong(START_NS, value);
        return this;
    }

    /** {@return pid} */
    public int pid() {
        return getInt(PID);
    }

    /** Sets {@link #pid()}. */
    public ImageRecord pid(int value) {
        putInt(PID, value);
        return this;
    }

    private final ImageFlyweight image = new ImageFlyweight();

    /** {@return the image part; the same object each time, rebound} */
    public ImageFlyweight image() {
        image.wrapPart(this, IMAGE);
        return image;
    }
}
