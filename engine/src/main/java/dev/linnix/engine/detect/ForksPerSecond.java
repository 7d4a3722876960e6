package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SlidingCounter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fork storm: processes are created at a high rate, second after second.
 *
 * <p>Fires when each of the last {@code duration} complete one-second buckets holds more than {@code threshold} births.
 * Threads are no births. The value is the smallest of these buckets: the rate that was sustained. A burst inside one
 * second, however large, is for {@code fork_burst}.
 */
public final class ForksPerSecond implements DetectorType {
    @Override
    public String name() {
        return "forks_per_sec";
    }

    @Override
    public String summary() {
        return "A fork storm: more than a number of processes are created in every second for some seconds.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.integer("threshold", "forks/s", 1, 10_000_000, "Births in a second that are too many."),
                ParameterSpec.number("duration", "s", 1, 60, "For how many complete seconds, rounded up."),
                Parameters.SCOPE);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new Sustained(rule);
    }

    private static final class Sustained extends CounterDetector {
        private final double threshold;
        private final int seconds;

        Sustained(Rule rule) {
            super(scopeOf(rule), "forks/s");
            threshold = rule.number("threshold");
            seconds = Windows.seconds(rule.seconds("duration"));
        }

        @Override
        Moment moment() {
            return Moment.SECOND;
        }

        @Override
        Measure.Counted window(HostState host) {
            long end = Windows.runningSecond(host);
            return new Measure.Counted(Measures.BIRTHS, end - (long) seconds * SlidingCounter.PER_SECOND, end - 1);
        }

        @Override
        double limit() {
            return threshold * seconds;
        }

        @Override
        double value(HostState host, @Nullable ProcessNode subject, double sum) {
            return Windows.smallestSecond(host, subject, Measures.BIRTHS, seconds, Windows.runningSecond(host));
        }

        @Override
        double threshold() {
            return threshold;
        }

        @Override
        boolean exceeds(double value) {
            return value > threshold;
        }

        @Override
        String what() {
            return "forks per second in each of the last " + seconds + " s";
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            return Windows.smallestSecond(host, subject, Measures.BIRTHS, 1, Windows.runningSecond(host)) / threshold;
        }

        @Override
        public long windowNs() {
            return seconds * Rule.SECOND;
        }

        @Override
        public long durationNs() {
            return seconds * Rule.SECOND;
        }
    }
}
