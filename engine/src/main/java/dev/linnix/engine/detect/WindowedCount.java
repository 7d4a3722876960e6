package dev.linnix.engine.detect;

import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;

/** At least {@code threshold} of something within {@code window_seconds}. */
final class WindowedCount extends CounterDetector {
    private final double threshold;
    private final long windowNs;
    private final int slot;
    private final String what;

    WindowedCount(Rule rule, int slot, String unit, String what) {
        super(scopeOf(rule), unit);
        this.threshold = rule.number("threshold");
        this.windowNs = rule.seconds("window_seconds");
        this.slot = slot;
        this.what = what + " within " + Finding.number(rule.number("window_seconds")) + " s";
    }

    @Override
    Moment moment() {
        return Moment.EVENTS;
    }

    @Override
    Measure.Counted window(HostState host) {
        return Windows.untilNow(host, slot, windowNs);
    }

    @Override
    double limit() {
        return threshold;
    }

    @Override
    double threshold() {
        return threshold;
    }

    @Override
    boolean exceeds(double value) {
        return value >= threshold;
    }

    @Override
    String what() {
        return what;
    }

    @Override
    public long windowNs() {
        return windowNs;
    }

    @Override
    public long durationNs() {
        return 0;
    }
}
