package dev.linnix.engine.detect;

import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One program, or a family of programs, that is run again and again and does not last.
 *
 * <p>A run begins with exec and ends with the next exec of the process, or with the process. It counts when
 * {@code regex} is found in the command name or in the path of the executable; the syntax is that of RE2, and {@code ^}
 * and {@code $} tie it to the ends. Fires when in the last 60 s of event time at least {@code rate_per_min} such runs
 * began on the host, and their median lifetime is at most {@code median_lifetime} whole seconds (0: less than one):
 * at least half of those that began, and of those that ended, were that brief. What still runs so counts as long.
 * The rate is a lower bound when records were lost. The process that forked the one that runs is the cause of its first
 * run, of further ones it is the cause itself. Source: life-cycle records.
 */
public final class ExecRate implements DetectorType {
    private static final long WINDOW_NS = 60 * Rule.SECOND;

    @Override
    public String name() {
        return "exec_rate";
    }

    @Override
    public String summary() {
        return "A program that is run again and again and does not last.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.pattern("regex", "Sought in the command name and in the path of the executable."),
                ParameterSpec.integer(
                        "rate_per_min", "runs/min", 1, 10_000_000, "Matching runs within 60 s that are too many."),
                ParameterSpec.integer(
                        "median_lifetime",
                        "s",
                        0,
                        3600,
                        "At least half of them took no more whole seconds than this; 0 means less than one."));
    }

    @Override
    public @Nullable Tally tally(Rule rule) {
        return tallyOf(rule);
    }

    private static Tally tallyOf(Rule rule) {
        return new Tally.Matching(rule.word("regex"), (int) rule.number("median_lifetime"));
    }

    @Override
    public Rule lowered(Rule rule, double part) {
        return rule.scaled("rate_per_min", part);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        String what = "runs of what matches " + rule.word("regex") + " within 60 s, half of them of at most "
                + Finding.number(rule.number("median_lifetime")) + " s";
        return new Rate(rule.number("rate_per_min"), host.slot(tallyOf(rule)), what);
    }

    private record Rate(double threshold, int slot, String what) implements Detector {
        @Override
        public Scope scope() {
            return Scope.HOST;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            if (moment != Moment.EVENTS) return;
            Measure.Counted window = Windows.untilNow(host, slot, WINDOW_NS);
            double begun = Windows.sum(host, null, window);
            if (begun < threshold || !isBrief(host, window, begun)) return;
            String silence = Finding.raise("rate_per_min", begun);
            findings.found(null, new Finding(begun, threshold, "runs/min", true, what, silence, window, begun));
        }

        private boolean isBrief(HostState host, Measure.Counted window, double begun) {
            long ended = host.runs().ended(slot, window.from(), window.to());
            long brief = host.runs().brief(slot, window.from(), window.to());
            return 2 * brief >= Math.max(begun, ended);
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            Measure.Counted window = Windows.untilNow(host, slot, WINDOW_NS);
            double begun = Windows.sum(host, null, window);
            return isBrief(host, window, begun) ? begun / threshold : 0;
        }

        @Override
        public boolean lowerBound(HostState host) {
            return host.lostWithin(WINDOW_NS);
        }

        @Override
        public long windowNs() {
            return WINDOW_NS;
        }

        @Override
        public long durationNs() {
            return 0;
        }
    }
}
