package dev.linnix.engine.detect;

import dev.linnix.engine.blame.Descent;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import org.jspecify.annotations.Nullable;

/** Base of the detectors that hold a count within a window against a threshold, for the host or for each subtree. */
abstract class CounterDetector implements Detector {
    private final Scope scope;
    private final String unit;

    CounterDetector(Scope scope, String unit) {
        this.scope = scope;
        this.unit = unit;
    }

    static Scope scopeOf(Rule rule) {
        return rule.word("scope").equals("host") ? Scope.HOST : Scope.SUBTREE;
    }

    /** {@return when the value can have changed} */
    abstract Moment moment();

    /** {@return the window now} */
    abstract Measure.Counted window(HostState host);

    /** {@return the sum over the window below which the condition cannot hold} */
    abstract double limit();

    /** {@return the value held against the threshold: the sum over the window unless a detector says otherwise} */
    double value(HostState host, @Nullable ProcessNode subject, double sum) {
        return sum;
    }

    /** {@return the threshold in the unit of the value} */
    abstract double threshold();

    /** {@return whether a value is above the threshold as the detector means it} */
    abstract boolean exceeds(double value);

    /** {@return the value in words} */
    abstract String what();

    @Override
    public final Scope scope() {
        return scope;
    }

    @Override
    public final void evaluate(HostState host, Moment moment, Findings findings) {
        if (moment != moment()) return;
        Measure.Counted window = window(host);
        double all = Windows.sum(host, null, window);
        if (all < limit()) return;
        if (scope == Scope.HOST) {
            consider(host, null, all, window, all, findings);
            return;
        }
        for (ProcessNode subject : Descent.over(host, window).above(limit())) {
            consider(host, subject, subject.total(), window, all, findings);
        }
    }

    private void consider(
            HostState host,
            @Nullable ProcessNode subject,
            double sum,
            Measure.Counted window,
            double all,
            Findings findings) {
        double value = value(host, subject, sum);
        if (!exceeds(value)) return;
        String silence = Finding.raise("threshold", value);
        findings.found(subject, new Finding(value, threshold(), unit, true, what(), silence, window, all));
    }

    @Override
    public double level(HostState host, @Nullable ProcessNode subject) {
        return Windows.sum(host, subject, window(host)) / threshold();
    }
}
