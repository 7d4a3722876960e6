package dev.linnix.engine.record;

/** Why records were lost, as {@code enum linnix_loss_reason}; {@link #id()} is the value in records. */
public enum LossReason {
    /** The ring had no room. */
    RING_FULL,
    /** The kernel skipped the program because it was already running on that CPU. */
    RECURSION,
    /** A snapshot was cut short. */
    CUT_SHORT;

    private static final LossReason[] VALUES = values();

    /** {@return the value in records} */
    public int id() {
        return ordinal() + 1;
    }

    /** {@return the name used in metrics and messages, lower case} */
    public String label() {
        return switch (this) {
            case RING_FULL -> "ring_full";
            case RECURSION -> "recursion";
            case CUT_SHORT -> "cut_short";
        };
    }

    /** {@return whether there is a reason with this value in records} */
    public static boolean exists(int id) {
        return id >= 1 && id <= VALUES.length;
    }

    /**
     * {@return the reason with this id}
     *
     * @throws IllegalArgumentException when there is none
     */
    public static LossReason of(int id) {
        if (id < 1 || id > VALUES.length) throw new IllegalArgumentException("no loss reason " + id);
        return VALUES[id - 1];
    }
}
