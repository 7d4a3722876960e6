package dev.linnix.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Outcome;
import dev.linnix.cli.Main;
import dev.linnix.cli.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Are streams followed to their end, and left quietly when nobody reads any more? */
class FollowTest {
    private static final String EVENTS = """
            : keep-alive

            id: 1
            data: {"pid":10,"ppid":1,"uid":0,"comm":"a","event_type":0,"event_type_name":"exec","ts_ns":5,"cpu_percent":1.25}

            data: {"pid":11,"ppid":10,"comm":"b","event_type":1,"event_type_name":"fork","ts_ns":6}

            data: {"pid":10,"ppid":1,"comm":"a","event_type":2,"event_type_name":"exit","ts_ns":7,"exit_time_ns":8,"exit_code":3}

            event: alert
            data: %s

            event: gap
            data: {"of":"event","lost":3,"reason":"slow reader"}

            """.formatted(Samples.ALERT);

    private static final String ALERTS = "event: alert\r\ndata: " + Samples.ALERT + "\r\n\r\n";

    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi().events("/stream", EVENTS).events("/alerts", ALERTS);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void eachEventIsALineAndTheEndOfTheStreamMeansNoAgent() {
        Outcome outcome = api.run("stream", "--retry", "0", "--types", "exec,fork", "--pid", "10", "--comm", "a b");
        assertThat(api.requests()).containsExactly("/stream?types=exec%2Cfork&pid=10&comm=a%20b");
        assertThat(outcome.out().lines())
                .containsExactly(
                        "[EXEC]    PID 10      PPID 1       CPU 1.3% MEM - CMD a",
                        "[FORK]    PID 11      PPID 10      CPU - MEM - CMD b",
                        "[EXIT]    PID 10      CMD a  at 8 ns, status 3",
                        "[HIGH] fork_storm - 1776 forks per second (box)");
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("3 (event): slow reader", "the agent ended it");
    }

    @Test
    void jsonIsOneObjectALine() {
        assertThat(api.run("stream", "--retry", "0", "--json").out().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{"));
        assertThat(api.run("alerts", "--follow", "--retry", "0", "--json").out().strip())
                .isEqualTo(Samples.ALERT);
    }

    @Test
    void alertsAreFollowedAndFiltered() {
        assertThat(api.run("alerts", "--follow", "--retry", "0").out()).contains("[HIGH] fork_storm", "pid 42");
        api.events("/alerts", ALERTS);
        assertThat(api.run("alerts", "--follow", "--retry", "0", "--rule", "other")
                        .out())
                .isEmpty();
    }

    @Test
    void aStreamThatBreaksGoesOnWhereItBrokeOff() {
        String first = """
                id: r.1._
                data: {"pid":1,"event_type_name":"fork","ts_ns":5}

                : keep-alive
                id: r.7._

                """;
        String second = """
                id: r.9._
                event: gap
                data: {"of":"event","lost":1,"reason":"not_kept"}

                id: r.9._
                data: {"pid":2,"event_type_name":"fork","ts_ns":6}

                """;
        api.events("/stream", first, second);
        Outcome outcome = api.run("stream", "--retry", "60");
        assertThat(api.lastIds()).containsExactly("", "r.7._", "r.9._");
        assertThat(outcome.out().lines()).hasSize(2);
        assertThat(outcome.err())
                .contains("broke: the agent ended it; trying again", "goes on after", "1 (event): not_kept");
        // An agent that has no such stream any more is not asked again.
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("answered 404");
    }

    @Test
    void anAgentThatDoesNotComeBackIsWaitedForSoLongAndNoLonger() {
        api.on("/alerts", 503, "{\"error\":\"service unavailable\"}");
        Outcome outcome = api.run("alerts", "--follow", "--retry", "1");
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("did not come back within 1 s", "answered 503");
        assertThat(api.lastIds()).hasSizeGreaterThan(1);
    }

    @Test
    void aClosedPipeEndsTheStreamQuietly() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Console console = new Console(
                new PrintStream(closed, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("LINNIX_URL", api.url()),
                false,
                Path.of("/nonexistent"));
        assertThat(Main.run(console, "stream")).isEqualTo(ExitCode.FINE);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aRefusedStreamIsAProblemInTheAgentsWords() {
        api.events("/stream")
                .on("/stream", 503, "{\"error\":\"service unavailable\",\"detail\":\"64 clients follow already\"}");
        Outcome outcome = api.run("stream");
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.err()).contains("503", "64 clients follow already");
    }
}
