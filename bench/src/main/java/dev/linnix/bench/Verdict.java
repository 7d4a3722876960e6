package dev.linnix.bench;

/** What a figure says against its limits. */
public enum Verdict {
    /** Every limit holds. */
    OK("ok"),
    /** There is no limit: shown for comparison. */
    SHOWN("shown"),
    /** The must holds, the goal does not. */
    GOAL_MISSED("goal missed"),
    /** The must does not hold. */
    MUST_MISSED("MUST MISSED"),
    /** There is no figure. */
    NOT_MEASURED("NOT MEASURED");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** {@return the verdict for people} */
    public String text() {
        return text;
    }

    /** {@return whether the run has failed because of it} */
    public boolean fails() {
        return this == MUST_MISSED || this == NOT_MEASURED;
    }
}
