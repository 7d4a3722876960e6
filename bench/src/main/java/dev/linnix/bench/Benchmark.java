package dev.linnix.bench;

/** Measures one or a few rows. Found by name; one object is used for one run. */
public interface Benchmark {
    /** {@return the word typed to run it alone} */
    String name();

    /** {@return what it measures, one line} */
    String summary();

    /** {@return whether it is part of a run that names none} */
    default boolean byDefault() {
        return true;
    }

    /**
     * Measures, and hands each figure to {@link Bench#report}. Everything started ends before this returns.
     *
     * @throws Exception when it could not be measured; the message says why, in one sentence
     */
    void run(Bench bench) throws Exception;
}
