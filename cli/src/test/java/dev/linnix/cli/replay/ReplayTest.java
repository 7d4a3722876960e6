package dev.linnix.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Outcome;
import dev.linnix.recording.Gap;
import dev.linnix.recording.ReplayResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does a replay print what was said, and only that, and tell when something else is said or something is missing? */
class ReplayTest {
    /** An END is its header. */
    private static final int END_BYTES = 48;

    @TempDir
    Path directory;

    private TestRecording recording;
    private Path file;

    @BeforeEach
    void record() throws IOException {
        recording = TestRecording.make();
        file = Files.write(directory.resolve("storm"), recording.bytes());
    }

    private Outcome replay(String... options) {
        String[] args = Arrays.copyOf(new String[] {"replay", file.toString()}, options.length + 2);
        System.arraycopy(options, 0, args, 2, options.length);
        return FakeApi.runWith(Map.of(), false, args);
    }

    private String fine(String... options) {
        Outcome outcome = replay(options);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        return outcome.out();
    }

    @Test
    void jsonIsWhatTheAgentSaidToTheByte() {
        assertThat(recording.said()).hasSize(4);
        assertThat(fine("--json")).isEqualTo(String.join("", recording.said()));
        assertThat(fine("--json", "--recorded")).isEqualTo(String.join("", recording.said()));
    }

    @Test
    void peopleGetALineForEachTransitionAndASummary() {
        String out = fine();
        assertThat(out.lines()).hasSize(5);
        assertThat(out.lines().toList().get(0))
                .matches("2026-01-31T08:00:\\d\\dZ \\[HIGH] storm - firing: \\d+ \\w+.* \\(threshold 20, over 5 s.*\\);"
                        + " blamed: /opt/app, pid \\d+, share 100 %");
        assertThat(out.lines().toList().get(1))
                .matches("2026-01-31T08:00:\\d\\dZ incident \\S+ - firing: 1 alert, severity high");
        assertThat(out.lines().toList().get(2)).contains("storm - resolved");
        assertThat(out.lines().toList().get(4)).matches("\\d+ inputs of \\d+\\.\\d s; 4 transitions");
    }

    @Test
    void aRateIsToldOnlyOfAReplayThatTookSoLongThatItMeansSomething() {
        ReplayResult result = new ReplayResult(8_000_000, 3, 0, 0, null, null, List.of());
        assertThat(ReplayCommand.summary(result, Duration.ofMillis(1999)))
                .isEqualTo("8000000 inputs of 0.0 s; 3 transitions");
        assertThat(ReplayCommand.summary(result, Duration.ofSeconds(4)))
                .isEqualTo("8000000 inputs of 0.0 s, 2000000 inputs/s; 3 transitions");
    }

    @Test
    void theDirectoryOfTheFlightRecorderIsARecordingToo() throws IOException {
        Files.move(file, directory.resolve("segment-1.linnix"));
        file = directory;
        assertThat(fine("--json")).isEqualTo(String.join("", recording.said()));
    }

    @Test
    void aPartOfTheTimeIsLeftOut() {
        String all = fine("--json");
        String resolved = String.join("", recording.said().subList(2, 4));
        // The recording lasts 19 s, and the alert is resolved 5 s after the last fork at the earliest.
        assertThat(fine("--json", "--from", "14s")).isEqualTo(resolved);
        assertThat(fine("--json", "--from", "14s", "--recorded")).isEqualTo(resolved);
        assertThat(fine("--json", "--to", "14s") + resolved).isEqualTo(all);
        assertThat(fine("--json", "--to", "14s", "--recorded") + resolved).isEqualTo(all);
        assertThat(fine("--check", "--from", "14s")).contains("as recorded: 2 transitions");
        assertThat(fine("--check", "--to", "14s")).contains("as recorded: 2 transitions");
        assertThat(fine("--json", "--to", "2026-01-31T07:00:00Z")).isEmpty();
    }

    @Test
    void aReplayThatSaysTheSameIsSaidToDoSo() {
        assertThat(fine("--check")).contains("as recorded: 4 transitions, and the state in each keyframe");
        assertThat(fine("--check", "--json")).isEqualTo(String.join("", recording.said()));
    }

    @Test
    void aReplayThatSaysSomethingElseIsAProblemAndBothAreShown() throws IOException {
        recording = TestRecording.lying();
        Files.write(file, recording.bytes());
        Outcome outcome = replay("--check");
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.err())
                .contains("after 2 equal lines")
                .containsPattern("recorded: .*\"state\":\"withdrawn\"")
                .containsPattern("replayed: .*\"state\":\"resolved\"");
        assertThat(replay().code()).isEqualTo(ExitCode.FINE);
    }

    @Test
    void aDifferenceAfterAGapIsExplained() throws IOException {
        long ns = 1003 * 1_000_000_000L;
        recording = TestRecording.lyingAfter(new Gap(ns, ns + 1_000_000_000L, 5, 500, "queue full"));
        Files.write(file, recording.bytes());
        assertThat(replay("--check").err())
                .contains(
                        "before that inputs from 2026-01-31T08:00:03Z to 2026-01-31T08:00:04Z are missing (queue full)");
    }

    @Test
    void aLineThatIsNestedTooDeepIsASentence() throws IOException {
        recording = TestRecording.deep();
        Files.write(file, recording.bytes());
        for (String options : List.of("--recorded", "--recorded --from 14s", "--recorded --json --from 14s")) {
            Outcome outcome = replay(options.split(" "));
            assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err())
                    .isEqualTo(
                            "linnix: the recording holds a line that no agent says: it is nested more than 64 deep\n");
        }
        assertThat(fine()).contains("4 transitions");
    }

    @Test
    void underOtherRulesOtherThingsAreSaid() throws IOException {
        Path rules = Files.writeString(
                directory.resolve("rules.yaml"), TestRecording.RULES.replace("threshold: 20", "threshold: 200"));
        assertThat(fine("--rules", rules.toString())).endsWith("; 0 transitions\n");
        Files.writeString(rules, "- name: x\n  detector: nonsense\n");
        Outcome bad = replay("--rules", rules.toString());
        assertThat(bad.code()).isEqualTo(ExitCode.USAGE);
        assertThat(bad.err()).contains(rules + ":2: ", "nonsense", "linnix rules check");
    }

    @Test
    void whatIsDamagedIsToldOnStandardError() throws IOException {
        byte[] bytes = recording.bytes();
        bytes[bytes.length * 3 / 4] ^= 1;
        Files.write(file, bytes);
        Outcome outcome = replay("--json");
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(outcome.err()).startsWith("linnix: ");
        assertThat(outcome.out().lines()).allMatch(line -> line.startsWith("{"));
        assertThat(replay().out()).contains("something is missing in 1 place");
    }

    @Test
    void aLastSegmentThatWasNotClosedIsExplained() throws IOException {
        byte[] bytes = recording.bytes();
        Files.write(file, Arrays.copyOf(bytes, bytes.length - END_BYTES));
        String explained = "linnix: segment 2 of " + file + " not closed: still being written when it was"
                + " copied, or its writer was killed\n";
        Path rules = Files.writeString(directory.resolve("rules.yaml"), TestRecording.RULES);
        for (Outcome outcome : List.of(
                replay(),
                replay("--recorded"),
                FakeApi.runWith(Map.of(), false, "rules", "test", file.toString(), "--rules", rules.toString()))) {
            assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
            assertThat(outcome.err()).isEqualTo(explained);
        }
        assertThat(replay().out()).contains("4 transitions").doesNotContain("missing");
    }

    @Test
    void aFileThatIsNoRecordingIsASentence() throws IOException {
        Files.writeString(file, "something else\n".repeat(100));
        Outcome outcome = replay();
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err().lines()).hasSize(1);
        file = directory.resolve("nowhere");
        assertThat(replay().code()).isEqualTo(ExitCode.USAGE);
        assertThat(replay().err()).isEqualTo("linnix: " + file + ": there is no such file or directory\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--speed 2x, expected max or 1x",
        "--from yesterday, --from: expected a time",
        "--from 2300-01-01T00:00:00Z, from 1970 to 2261",
        "--to 99999999999, from 1970 to 2261",
        "--from 1s --to 10s, --to: expected a time after --from",
        "--recorded --check, --recorded: not with",
        "--check --rules x, --check: not with --rules"
    })
    void nonsenseIsAUsageError(String options, String message) {
        Outcome outcome = replay(options.split(" "));
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
    }
}
