package dev.linnix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.FakeApi.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is the right token sent, to the right agent only? */
class TokenTest {
    @TempDir
    Path state;

    private FakeApi api;
    private FileChannel lock;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi().on("/status", Samples.STATUS).guard("s3cret");
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        if (lock != null) lock.close();
    }

    /** Has an agent run here, that listens where it is said. */
    private void agentAt(String url) throws IOException {
        Files.writeString(state.resolve("api.address"), url + "\n");
        Files.writeString(
                state.resolve("agent.lock"), ProcessHandle.current().pid() + "\n");
        lock = FileChannel.open(state.resolve("agent.lock"), StandardOpenOption.WRITE);
        assertThat(lock.tryLock()).isNotNull();
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
    void whoeverListensWhereADeadAgentDidDoesNotGetIt() throws IOException {
        Files.writeString(state.resolve("api.token"), "s3cret\n");
        agentAt(api.url());
        assertThat(status(Map.of()).code()).isZero();
        lock.close();
        Outcome outcome = status(Map.of());
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("wants a token");
    }

    @Test
    void itIsForTheAddressOfTheAgentOnly() throws IOException {
        Files.writeString(state.resolve("api.token"), "s3cret\n");
        agentAt(FakeApi.nobody());
        assertThat(status(Map.of()).err()).contains("wants a token");
        lock.close();
        agentAt(api.url().replace("127.0.0.1", "0.0.0.0"));
        assertThat(status(Map.of()).code()).as("listens everywhere").isZero();
        lock.close();
        agentAt(api.url().replace("127.0.0.1", "127.0.0.2"));
        assertThat(status(Map.of()).err()).contains("wants a token");
    }
}
