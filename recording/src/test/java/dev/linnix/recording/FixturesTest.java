package dev.linnix.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the shipped rules still find what went wrong in real recordings, and nothing where nothing did? */
class FixturesTest {
    private static List<Alert> replay(String fixture, String rules) throws Exception {
        List<Alert> fired = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(List.of(file(fixture)))) {
            ReplayResult result = new Replay(reader, ReplayOptions.ALL.under(shipped(rules)), new ReplayListener() {
                        @Override
                        public void alert(Alert alert, TransitionJson json) {
                            if (alert.state() == AlertState.FIRING) fired.add(alert);
                        }
                    })
                    .run();
            assertThat(result.notes()).isEmpty();
            assertThat(result.inputs()).isGreaterThan(500);
        }
        return fired;
    }

    private static Path file(String fixture) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(FixturesTest.class.getResource("/fixtures/" + fixture + ".linnix"))
                .toURI());
    }

    private static RuleSet shipped(String rules) throws IOException {
        Path file = Path.of("..", "rules", rules);
        ParsedRules parsed = new RuleParser(DetectorTypes.load()).parse(rules, Files.readString(file));
        assertThat(parsed.problems()).isEmpty();
        return parsed.rules();
    }

    @ParameterizedTest
    @CsvSource({
        "fork-storm, fork_storm_demo, 5556",
        "memory-leak, memory_leak_demo, 8627",
        "cpu-spike, cpu_spike_demo, 8718",
        "runaway-tree, runaway_tree_demo, 8824",
        "short-jobs, short_jobs_demo, 8983",
        "fd-leak, fd_leak_demo, 9170"
    })
    void aFaultIsFoundWithItsOffender(String fixture, String rule, int pid) throws Exception {
        assertThat(replay(fixture, "demo.yaml"))
                .filteredOn(alert -> alert.rule().equals(rule))
                .anySatisfy(alert -> assertThat(alert.blame().responsible())
                        .anySatisfy(
                                offender -> assertThat(offender.process().pid()).isEqualTo(pid)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"make", "maven", "find"})
    void honestWorkIsQuiet(String fixture) throws Exception {
        assertThat(replay(fixture, "default.yaml")).isEmpty();
    }
}
