package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Main;
import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.SegmentInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real fault in the kernel to the verdict on the command line: with the real agent, which needs root and BPF. */
class DemoIT {
    @TempDir
    Path directory;

    private Process demo(String... args) throws IOException {
        return linnix(Stream.concat(Stream.of("demo"), Stream.of(args)).toList());
    }

    private Process linnix(List<String> args) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-Dlinnix.home=" + System.getProperty("linnix.home"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        words.addAll(args);
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> lines(Process demo) throws IOException, InterruptedException {
        String out = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return out.lines().toList();
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.getFileName().toString().startsWith("linnix-demo-"))
                    .toList();
        }
    }

    @Test
    void everyFaultIsCaughtAndTheRightProcessBlamedAndAReplaySaysTheSame() throws Exception {
        Path recording = directory.resolve("demo.linnix");
        Process demo = demo("all", "--json", "--timeout", "60", "--record", recording.toString());
        List<String> lines = lines(demo);
        assertThat(lines).hasSize(Scenario.values().length).allMatch(line -> line.contains("\"detected\":true"));
        assertThat(demo.exitValue()).isEqualTo(ExitCode.FINE);
        assertThat(leftovers()).isEmpty();

        List<String> live = replay(recording, "--json", "--recorded");
        assertThat(live).hasSizeGreaterThan(2 * Scenario.values().length);
        assertThat(replay(recording, "--json", "--check")).isEqualTo(live);
        for (Instant begin : keyframes(recording)) {
            // What is said at the very moment of a keyframe was said before it.
            Instant from = begin.plusNanos(1);
            assertThat(replay(recording, "--json", "--from", from.toString()))
                    .isEqualTo(replay(recording, "--json", "--recorded", "--from", from.toString()));
        }
    }

    private List<String> replay(Path recording, String... options) throws IOException, InterruptedException {
        Process replay = linnix(Stream.concat(Stream.of("replay", recording.toString()), Stream.of(options))
                .toList());
        List<String> lines = lines(replay);
        assertThat(replay.exitValue()).isEqualTo(ExitCode.FINE);
        return lines;
    }

    private static List<Instant> keyframes(Path recording) throws IOException {
        try (RecordingReader reader = RecordingReader.open(List.of(recording))) {
            return reader.segments().stream()
                    .map(SegmentInfo::header)
                    .map(header -> Instant.EPOCH.plusNanos(header.startNs() + header.wallOffsetNs()))
                    .toList();
        }
    }

    @Test
    void withNothingInjectedEveryScenarioIsAMiss() throws Exception {
        Process demo = demo("all", "--json", "--inject", "none", "--timeout", "5");
        List<String> lines = lines(demo);
        assertThat(lines)
                .hasSize(Scenario.values().length)
                .allMatch(line -> line.contains("\"detected\":false"))
                .allMatch(line -> line.contains("\"injected_pid\":null"));
        assertThat(demo.exitValue()).isEqualTo(ExitCode.PROBLEM);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void nothingIsLeftWhenItIsInterrupted() throws Exception {
        Process demo = demo("runaway-tree");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            long agent = pid(out, "agent +pid (\\d+)");
            long root = pid(out, "injected .*pid (\\d+)");
            new ProcessBuilder("sh", "-c", "kill -s INT " + demo.pid()).start().waitFor();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Session.members(root).isEmpty());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Session.members(agent).isEmpty());
            assertThat(leftovers()).isEmpty();
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void theAgentThatIsToBeKeptGoesOnUntilItIsStoppedAsTheDemoSaid() throws Exception {
        Process demo = demo("fork-storm", "--keep", "--inject", "none", "--timeout", "1");
        String out = String.join("\n", lines(demo));
        assertThat(demo.exitValue()).isEqualTo(ExitCode.PROBLEM);
        long pid = Long.parseLong(found(out, "kill (\\d+)"));
        ProcessHandle agent = ProcessHandle.of(pid).orElseThrow();
        try {
            String url = found(out, "curl (http://[^/]+)/timeline");
            Process status = linnix(List.of("status", "--json", "--url", url));
            assertThat(String.join("", lines(status))).contains("\"pid\":" + pid + ",");
            Path files = Path.of(found(out, "files +(/\\S+)"));
            assertThat(leftovers()).containsExactly(files);
            assertThat(files.resolve("state/api.address")).content().isEqualToIgnoringNewLines(url);
            agent.destroy();
            agent.onExit().get(60, TimeUnit.SECONDS);
            assertThat(files.resolve("agent.log")).content().contains("stopped");
        } finally {
            agent.destroyForcibly();
            agent.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }

    private static long pid(BufferedReader out, String pattern) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher matcher = Pattern.compile(pattern).matcher(line);
            if (matcher.find()) return Long.parseLong(matcher.group(1));
        }
        throw new AssertionError("the demo printed no " + pattern);
    }
}
