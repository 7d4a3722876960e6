package dev.linnix.engine.detect;

import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.PressureHistory;
import dev.linnix.engine.table.PressureHistory.Stall;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The share of the last {@code duration} seconds in which the host stalled, against {@code threshold_pct}: the increase of
 * the kernel's total within that window, divided by the window. A burst weighs as much as it lasted, and none of what
 * was before the window. Not known is not calm: where the kernel does not account pressure, or it was not read for 5 s,
 * {@link #blind} says so.
 *
 * @param stall what is waited for
 * @param threshold percent
 * @param windowNs the rule's duration, ns
 * @param what the value in words
 * @param causes who may have caused it, asked only when it fires
 */
record PressureShare(Stall stall, double threshold, long windowNs, String what, Function<HostState, Causes> causes)
        implements Detector {

    /**
     * What blame is measured in.
     *
     * @param measure for each process
     * @param total of the host
     */
    record Causes(Measure measure, double total) {
        /** {@return causes of which the total is what all processes make up} */
        static Causes of(HostState host, Measure measure) {
            double[] total = new double[1];
            host.table().forEach(node -> total[0] += measure.own(node));
            return new Causes(measure, total[0]);
        }
    }

    static final String BLIND = " Never fires where the kernel does not account pressure; `/status` then says so.";

    static List<ParameterSpec> parameters(String stalled) {
        return List.of(
                ParameterSpec.number(
                        "threshold_pct",
                        "percent of the time",
                        0.1,
                        100,
                        "Share of the time in which " + stalled + "."),
                ParameterSpec.number(
                        "duration",
                        "s",
                        1,
                        PressureHistory.LONGEST_WINDOW_SECONDS,
                        "The time it is a share of: the window that ends now."));
    }

    /** {@return the detector of a rule; {@code stalled} says in words what the host does while it stalls} */
    static Detector of(Rule rule, Stall stall, String stalled, Function<HostState, Causes> causes) {
        String what = "percent of the last " + Finding.number(rule.number("duration")) + " s in which " + stalled;
        return new PressureShare(stall, rule.number("threshold_pct"), rule.seconds("duration"), what, causes);
    }

    static Rule lowered(Rule rule, double part) {
        return rule.scaled("threshold_pct", part);
    }

    @Override
    public Scope scope() {
        return Scope.HOST;
    }

    @Override
    public void evaluate(HostState host, Moment moment, Findings findings) {
        if (moment != Moment.SECOND || blind(host) != null) return;
        double value = Math.round(host.pressure().percent(stall, windowNs) * 10) / 10.0;
        if (value <= threshold) return;
        Causes cause = causes.apply(host);
        String silence = "threshold_pct: " + Finding.number(Math.min(100, Math.ceil(value * 1.1)));
        findings.found(
                null,
                new Finding(
                        value, threshold, "percent of the time", true, what, silence, cause.measure(), cause.total()));
    }

    @Override
    public double level(HostState host, @Nullable ProcessNode subject) {
        return host.pressure().percent(stall, windowNs) / threshold;
    }

    @Override
    public @Nullable String blind(HostState host) {
        return host.pressure().unknown(stall, host.nowNs());
    }

    @Override
    public boolean lowerBound(HostState host) {
        return false;
    }

    @Override
    public long durationNs() {
        return 0;
    }
}
