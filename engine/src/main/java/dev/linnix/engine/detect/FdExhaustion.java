package dev.linnix.engine.detect;

import dev.linnix.engine.blame.Exclusions;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SampleClock;
import dev.linnix.engine.table.Vitals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs out of file descriptors.
 *
 * <p>Fires when the open descriptors of a process have been at least {@code threshold_pct} percent of its soft
 * RLIMIT_NOFILE for {@code duration}; or, with {@code exhaustion_seconds} given, when at the rate of the last 10 s the
 * limit is no more than that many seconds away, the number grew in at least 3 of the last 5 samples, and at least a tenth
 * of the limit is in use.
 */
public final class FdExhaustion implements DetectorType {
    private static final double LEAST_SHARE = 10;
    private static final int STEPS = 5;
    private static final int GROWN_STEPS = 3;

    @Override
    public String name() {
        return "fd_exhaustion";
    }

    @Override
    public String summary() {
        return "A process is about to run out of file descriptors.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.number(
                                "threshold_pct", "percent of RLIMIT_NOFILE", 1, 100, "Share in use that is too much.")
                        .optional(80.0),
                ParameterSpec.number("exhaustion_seconds", "s", 1, 86_400, "Time to exhaustion that is too short.")
                        .optional(null),
                ParameterSpec.number("duration", "s", 0, 3600, "How long the share must have been too large.")
                        .optional(0.0));
    }

    @Override
    public Rule lowered(Rule rule, double part) {
        return rule.scaled("threshold_pct", part).scaled("exhaustion_seconds", 1 / part);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new Exhaustion(rule);
    }

    private static final class Exhaustion implements Detector {
        private final double percent;
        private final double seconds;
        private final long durationNs;
        private final Holding holding = new Holding();

        Exhaustion(Rule rule) {
            percent = rule.number("threshold_pct");
            seconds = rule.has("exhaustion_seconds") ? rule.number("exhaustion_seconds") : 0;
            durationNs = rule.seconds("duration");
        }

        @Override
        public Scope scope() {
            return Scope.PROCESS;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            if (moment != Moment.SNAPSHOT || host.samples().current() < 0) return;
            holding.retain(host, node -> share(node) >= percent);
            Exclusions exclusions = new Exclusions(host);
            host.table().forEach(node -> {
                if (share(node) < Math.min(percent, LEAST_SHARE) || exclusions.excludes(node)) return;
                consider(host, node, findings);
            });
        }

        private void consider(HostState host, ProcessNode node, Findings findings) {
            double share = share(node);
            if (share >= percent) {
                long now = host.samples().time(host.samples().current());
                boolean lasted = now - holding.since(node, now) >= durationNs;
                String what = "percent of the descriptor limit in use, "
                        + node.vitals().fds() + " of " + node.vitals().fdLimit();
                String silence = share < 100
                        ? "threshold_pct: " + Finding.number(Math.min(100, Math.ceil(share * 1.1)))
                        : "duration: " + Finding.number(Math.ceil(durationNs / 1e9 + 60));
                findings.found(
                        node, finding(rounded(share), percent, "percent of RLIMIT_NOFILE", lasted, what, silence));
                return;
            }
            double left = secondsLeft(host, node);
            if (share < LEAST_SHARE || left > seconds) return;
            String what = "seconds until all " + node.vitals().fdLimit() + " descriptors are in use, "
                    + node.vitals().fds() + " now";
            String silence = "exhaustion_seconds: " + Finding.number(Math.max(1, Math.floor(left * 0.9)));
            findings.found(node, finding(rounded(left), seconds, "s", true, what, silence));
        }

        private static Finding finding(
                double value, double threshold, String unit, boolean lasted, String what, String silence) {
            return new Finding(
                    value,
                    threshold,
                    unit,
                    lasted,
                    what,
                    silence,
                    node -> node.alive() ? node.vitals().fds() : 0,
                    0);
        }

        private double secondsLeft(HostState host, ProcessNode node) {
            SampleClock clock = host.samples();
            long current = clock.current();
            Vitals vitals = node.vitals();
            if (seconds == 0 || vitals.lastSample() != current) return Double.MAX_VALUE;
            long base = Math.max(vitals.firstSample(), clock.firstSince(clock.time(current) - 10 * Rule.SECOND));
            int grown = 0;
            for (long s = current; s > Math.max(base, current - STEPS); s--) {
                if (vitals.fds(s) > vitals.fds(s - 1)) grown++;
            }
            if (base >= current || grown < GROWN_STEPS) return Double.MAX_VALUE;
            double perSecond = (vitals.fds(current) - vitals.fds(base))
                    * (double) Rule.SECOND
                    / (clock.time(current) - clock.time(base));
            return perSecond <= 0 ? Double.MAX_VALUE : (vitals.fdLimit() - vitals.fds()) / perSecond;
        }

        private static double share(ProcessNode node) {
            Vitals vitals = node.vitals();
            if (!node.alive() || !vitals.fdsKnown() || vitals.fdLimit() <= 0) return 0;
            return 100.0 * vitals.fds() / vitals.fdLimit();
        }

        private static double rounded(double value) {
            return Math.round(value * 10) / 10.0;
        }

        @Override
        public void state(StateIo io) {
            holding.state(io);
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            if (subject == null) return 0;
            double left = secondsLeft(host, subject);
            return Math.max(share(subject) / percent, seconds == 0 ? 0 : seconds / Math.max(left, 0.1));
        }

        @Override
        public long windowNs() {
            return 10 * Rule.SECOND;
        }

        @Override
        public long durationNs() {
            return durationNs;
        }
    }
}
