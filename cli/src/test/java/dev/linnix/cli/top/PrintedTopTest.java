package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.http.AgentHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Is what is printed, where there is no terminal, complete, plain and ended in order? */
class PrintedTopTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeApi agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeApi();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static PrintStream stream(OutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private int run(int count, boolean json, OutputStream to) throws Exception {
        Top.Options options =
                new Top.Options(new AgentHttp(agent.address(), null), Duration.ofMillis(200), count, json, false);
        return new Top(options, stream(to), stream(err)).run();
    }

    @Test
    void aBlockForEachReadingWithoutEscapeSequences() throws Exception {
        assertThat(run(2, false, out)).isEqualTo(ExitCode.FINE);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.split("\n\n"))
                .hasSize(2)
                .allSatisfy(block -> assertThat(block)
                        .contains(
                                "devbox", "ready", "cpu 2.5%", "storm", "812 > 300 forks/s", "sh[77]", "90%", "init"));
        assertThat(text).doesNotContain("\033").doesNotContain("quit");
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        assertThat(run(2, true, out)).isEqualTo(ExitCode.FINE);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"time\":\"")
                        .contains(
                                "\"ready\":true",
                                "\"rule\":\"storm\"",
                                "\"value\":812",
                                "\"threshold\":300",
                                "\"pid\":77")
                        .contains("\"sort\":\"forks\"", "\"forks_per_sec\":3.5")
                        .endsWith("}"));
    }

    @Test
    void withoutAgentThereIsOneSentenceAndItsOwnStatus() throws Exception {
        agent.close();
        assertThat(run(1, false, out)).isEqualTo(ExitCode.NO_AGENT);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("linnix: no answer from http://127.0.0.1:");
    }

    @Test
    void aReaderThatHasHadEnoughEndsIt() throws Exception {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(run(0, false, closed)).isEqualTo(ExitCode.FINE);
    }
}
