package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.engine.detect.Detector;
import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.incident.AlertBook;
import dev.linnix.engine.incident.IncidentBook;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.StateWriter;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Tally;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules whose detector somebody else made, and made badly, replace nothing. */
class ReloadTest {
    private static final Rule JOBS = World.rule(
            "short_job_flood", "threshold", 5, "window_seconds", 10, "max_exec_duration_ms", 500, "scope", "host");
    private static final Rule OTHER_JOBS = World.named(
            "other",
            "short_job_flood",
            "threshold",
            5,
            "window_seconds",
            10,
            "max_exec_duration_ms",
            900,
            "scope",
            "host");
    private static final Rule RUNS =
            World.rule("exec_rate", "rate_per_min", 60, "median_lifetime", 2, "regex", "x[12]");

    /** Fails when it is to make a detector. */
    private static final class Broken implements DetectorType {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String summary() {
            return "Looks for nothing.";
        }

        @Override
        public List<ParameterSpec> parameters() {
            return List.of();
        }

        @Override
        public Detector create(Rule rule, HostState host) {
            throw new IllegalStateException("no such sensor");
        }
    }

    private final HostState host = new HostState(new HostFacts(2, 8L << 30, 4096, 0, 0));
    private final RuleSetMonitor rules = monitor();

    private RuleSetMonitor monitor() {
        List<DetectorType> types = new ArrayList<>(DetectorTypes.load());
        types.add(new Broken());
        return new RuleSetMonitor(
                host, new AlertBook(AlertListener.NONE), new IncidentBook(host, AlertListener.NONE), types);
    }

    @Test
    void aDetectorThatCannotBeMadeLeavesEverythingAsItWas() {
        rules.reload(new RuleSet(List.of(JOBS, RUNS)));
        byte[] before = state();
        assertThatThrownBy(() -> rules.reload(new RuleSet(List.of(OTHER_JOBS, World.rule("broken")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule broken: its detector broken cannot be used: "
                        + "java.lang.IllegalStateException: no such sensor");
        assertThat(state()).isEqualTo(before);
        assertThat(rules.rules()).isEqualTo(2);

        rules.reload(new RuleSet(List.of(OTHER_JOBS)));
        assertThat(host.slot(new Tally.ShortJobs(900_000_000L)))
                .as("the slot freed is used")
                .isEqualTo(2);
    }

    private byte[] state() {
        StateWriter out = new StateWriter();
        host.state(out, host.images());
        return out.toBytes();
    }
}
