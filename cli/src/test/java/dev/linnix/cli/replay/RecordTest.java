package dev.linnix.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Ending;
import dev.linnix.cli.FakeApi.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a recording come into its file whole, or as far as it is whole, and is no other file harmed? */
class RecordTest {
    @TempDir
    Path directory;

    private FakeApi api;
    private byte[] recording;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        recording = TestRecording.make().bytes();
        file = directory.resolve("a file.linnix");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Outcome record(String... options) {
        String[] args = Stream.concat(Stream.of("record", file.toString()), Arrays.stream(options))
                .toArray(String[]::new);
        return api.run(args);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void allThatTheAgentSendsIsInTheFileAndInOneSentence() throws IOException {
        api.flow("/recorder/follow", Ending.WHOLE, recording);
        Outcome outcome = record("--for", "2m");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(api.requests()).hasSize(1);
        assertThat(api.requests().getFirst()).matches("/recorder/follow\\?seconds=120&id=[0-9a-f-]{36}");
        assertThat(file).hasBinaryContent(recording);
        assertThat(files()).containsExactly("a file.linnix");
        assertThat(outcome.out()).matches("\\Q" + file + "\\E: \\d\\d\\.\\d s, \\d+ KB, 2 segments, \\d+ inputs\\R");
        assertThat(Files.getPosixFilePermissions(file))
                .isSubsetOf(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.GROUP_READ);
    }

    @Test
    void jsonSaysTheSame() {
        api.flow("/recorder/follow", Ending.WHOLE, recording);
        assertThat(record("--json").out())
                .contains("\"bytes\":" + recording.length, "\"segments\":2", "\"skipped\":null");
    }

    @Test
    void ofARecordingThatBreaksOffEveryWholeBlockIsKept() throws IOException {
        byte[] part = Arrays.copyOf(recording, recording.length - 20);
        api.flow("/recorder/follow", Ending.BROKEN, part);
        Outcome outcome = record();
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("broke off: the connection broke off; what came until then is in " + file);
        // The block that is missing is the last, which is empty.
        assertThat(file).hasBinaryContent(Arrays.copyOf(recording, recording.length - 48));
        assertThat(outcome.out()).contains("2 segments");
    }

    @Test
    void whatIsThereAlreadyIsNotTouchedUnlessForced() throws IOException {
        api.flow("/recorder/follow", Ending.WHOLE, recording);
        Files.writeString(file, "precious");
        Outcome refused = record();
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains(file + " is there already; --force replaces it");
        assertThat(file).hasContent("precious");
        Path part = Files.move(file, directory.resolve("a file.linnix.part"));
        assertThat(record().err()).contains(part + " is there already", "--force");
        assertThat(part).hasContent("precious");
        assertThat(api.requests()).isEmpty();
        Files.writeString(file, "worthless");
        assertThat(record("--force").code()).isEqualTo(ExitCode.FINE);
        assertThat(file).hasBinaryContent(recording);
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenIsASentence() {
        file = directory.resolve("nowhere/file");
        assertThat(record().err()).contains(file + ": there is no such directory");
        file = directory;
        Outcome outcome = record("--force");
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("expected a file to write, found a directory");
    }

    @Test
    void withoutAnythingToKeepThereIsNoFile() throws IOException {
        api.flow("/recorder/follow", Ending.WHOLE);
        assertThat(record().code()).isEqualTo(ExitCode.PROBLEM);
        api.flow("/recorder/follow", Ending.WHOLE, "{\"a\":1}".repeat(20).getBytes(StandardCharsets.UTF_8));
        Outcome outcome = record();
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("what came is no recording");
        api.on("/recorder/save", 404, "{\"error\":\"not found\",\"detail\":\"nothing is recorded of this time\"}");
        assertThat(api.run("recorder", "save", "5m", "now", file.toString()).err())
                .contains("404", "nothing is recorded of this time");
        api.guard("s3cret");
        assertThat(record().err()).contains("wants a token");
        assertThat(files()).isEmpty();
    }

    @Test
    void aSpanThatMakesNoSenseIsAUsageError() {
        for (String span : List.of("60", "0s", "1d", "-5m", "25h")) {
            Outcome outcome = record("--for", span);
            assertThat(outcome.code()).as(span).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err()).contains("--for: expected", "'" + span + "'");
        }
        assertThat(api.requests()).isEmpty();
    }

    /** A process of its own, since the signal is for one. */
    @Test
    void ctrlCEndsItInGoodOrder() throws Exception {
        api.flow("/recorder/follow", Ending.NEVER, Arrays.copyOf(recording, recording.length - 20));
        // Where tests run in the background of a shell, SIGINT is ignored, and so it would be in what they start.
        Process process = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.linnix.cli.Main",
                        "record",
                        file.toString(),
                        "--url",
                        api.url())
                .redirectErrorStream(true)
                .start();
        try {
            Path part = directory.resolve("a file.linnix.part");
            Awaitility.await()
                    .atMost(1, TimeUnit.MINUTES)
                    .until(() -> Files.exists(part) && Files.size(part) == recording.length - 20);
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(said).isEqualTo(ExitCode.FINE);
            assertThat(file).hasBinaryContent(Arrays.copyOf(recording, recording.length - 48));
            assertThat(said).contains("2 segments");
            assertThat(files()).hasSize(1);
        } finally {
            process.destroyForcibly();
        }
    }
}
