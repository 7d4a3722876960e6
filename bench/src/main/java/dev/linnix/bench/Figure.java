package dev.linnix.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured row: limits, yardstick and measurement side by side. The limits are held against the median.
 *
 * @param benchmark which measured it
 * @param what was measured
 * @param unit of the value and the limits; empty for a bare number
 * @param must limit that fails the run, null for none
 * @param goal limit that is only stated, null for none
 * @param yardstick the same of others, for people; may be empty
 * @param samples measurements, null when it could not be measured
 * @param note circumstances, or why there is no measurement; may be empty
 */
public record Figure(
        String benchmark,
        String what,
        String unit,
        @Nullable Limit must,
        @Nullable Limit goal,
        String yardstick,
        @Nullable Samples samples,
        String note) {

    /** {@return a figure without limits, yardstick, measurement and note, to be completed by the methods below} */
    public static Figure of(String benchmark, String what, String unit) {
        return new Figure(benchmark, what, unit, null, null, "", null, "");
    }

    /** {@return this with the limit that fails the run} */
    public Figure must(Limit limit) {
        return new Figure(benchmark, what, unit, limit, goal, yardstick, samples, note);
    }

    /** {@return this with the limit that is only stated} */
    public Figure goal(Limit limit) {
        return new Figure(benchmark, what, unit, must, limit, yardstick, samples, note);
    }

    /** {@return this beside what others reach} */
    public Figure yardstick(String text) {
        return new Figure(benchmark, what, unit, must, goal, text, samples, note);
    }

    /** {@return this, measured} */
    public Figure measured(Samples values) {
        return new Figure(benchmark, what, unit, must, goal, yardstick, values, note);
    }

    /** {@return this, measured once} */
    public Figure measured(double value) {
        return measured(Samples.of(value));
    }

    /** {@return this with circumstances} */
    public Figure note(String text) {
        return new Figure(benchmark, what, unit, must, goal, yardstick, samples, text);
    }

    /** {@return what the measurement says against the limits} */
    public Verdict verdict() {
        if (samples == null) return Verdict.NOT_MEASURED;
        double value = samples.median();
        if (must != null && !must.holds(value)) return Verdict.MUST_MISSED;
        if (goal != null && !goal.holds(value)) return Verdict.GOAL_MISSED;
        return must == null && goal == null ? Verdict.SHOWN : Verdict.OK;
    }
}
