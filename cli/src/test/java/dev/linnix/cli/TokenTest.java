package dev.linnix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.FakeApi.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is the right token sent, to the right agent only? */
class TokenTest {
    private static final String LOCKER = "use Fcntl; $| = 1; open(F, '+<', $ARGV[0]) or die;"
            + " my $l = pack('s s x4 q q i x4', F_WRLCK, 0, 0, 0, 0);"
            + " fcntl(F, F_SETLK, $l) or die; print qq(locked\\n); sleep 60";

    @TempDir
    Path state;

    private FakeApi api;
    private Process lock;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi().on("/status", Samples.STATUS).guard("s3cret");
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        if (lock != null) agentDies();
    }

    private void agentDies() throws InterruptedException {
        lock.destroyForcibly().waitFor();
    }

    /** Has an agent run here, that listens where it is said. */
    private void agentAt(String url) throws IOException {
        Files.writeString(state.resolve("api.address"), url + "\n");
        Path file = state.resolve("agent.lock");
        Files.deleteIfExists(file);
        // Another process must hold it: this one would lose it when it closes the file after reading.
        lock = new ProcessBuilder("perl", "-e", LOCKER, Files.createFile(file).toString()).start();
        Files.writeString(file, lock.pid() + "\n");
        assertThat(lock.inputReader().readLine()).isEqualTo("locked");
    }

    private Outcome status(Map<String, String> environment, String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "status";
        args[1] = "--url";
        args[2] = api.url();
        System.arraycopy(more, 0, args, 3, more.length);
        return FakeApi.runIn(state, environment, false, args);
    }

    @Test
    void withoutOneTheSentenceSaysWhereToGiveIt() {
        Outcome outcome = status(Map.of());
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("wants a token", "LINNIX_API_TOKEN", "--token-file");
    }

    @Test
    void theEnvironmentAndTheStateDirectoryAndTheOptionEachGiveIt() throws IOException {
        assertThat(status(Map.of("LINNIX_API_TOKEN", "s3cret")).code()).isZero();
        Files.writeString(state.resolve("api.token"), "s3cret\n");
        agentAt(api.url());
        assertThat(status(Map.of()).code()).isZero();
        Path file = Files.writeString(state.resolve("other"), "s3cret");
        assertThat(status(Map.of("LINNIX_API_TOKEN", "wrong"), "--token-file", file.toString())
                        .code())
                .isZero();
    }

    @Test
    void aWrongOneIsRefusedAndNotShown() {
        Outcome outcome = status(Map.of("LINNIX_API_TOKEN", "wr0ng"));
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("does not accept the token").doesNotContain("wr0ng");
    }

    @Test
    void oneThatCouldNotStandInAHeaderIsAUsageErrorAndNotShown() {
        Outcome outcome = status(Map.of("LINNIX_API_TOKEN", "a\r\nX-Evil: b"));
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("LINNIX_API_TOKEN").doesNotContain("X-Evil");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void theTokenOfThisHostIsNotForOthers() throws IOException {
        Files.writeString(state.resolve("api.token"), "not a word");
        agentAt(api.url());
        String unreachable = "http://name.invalid:1";
        Outcome outcome = FakeApi.runIn(state, Map.of(), false, "status", "--url", unreachable);
        assertThat(outcome.code()).as("the file was not even read").isEqualTo(ExitCode.NO_AGENT);
        assertThat(status(Map.of()).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whoeverListensWhereADeadAgentDidDoesNotGetIt() throws Exception {
        Files.writeString(state.resolve("api.token"), "s3cret\n");
        agentAt(api.url());
        assertThat(status(Map.of()).code()).isZero();
        agentDies();
        Outcome outcome = status(Map.of());
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("wants a token");
    }

    @Test
    void itIsForTheAddressOfTheAgentOnly() throws Exception {
        Files.writeString(state.resolve("api.token"), "s3cret\n");
        agentAt(FakeApi.nobody());
        assertThat(status(Map.of()).err()).contains("wants a token");
        agentDies();
        agentAt(api.url().replace("127.0.0.1", "0.0.0.0"));
        assertThat(status(Map.of()).code()).as("listens everywhere").isZero();
        agentDies();
        agentAt(api.url().replace("127.0.0.1", "127.0.0.2"));
        assertThat(status(Map.of()).err()).contains("wants a token");
    }
}
