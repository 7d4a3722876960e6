package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.cli.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Is it on the screen, in a real terminal, while something really goes wrong, and is the terminal afterwards what it was
 * before? Needs root, BPF and tmux.
 */
class TopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String RULES = """
            - name: fork_storm
              detector: forks_per_sec
              threshold: 60
              duration: 2
              scope: subtree
              severity: high
              cooldown: 60
            """;
    /** At most 15 s, at most one child at a time. */
    private static final String STORM = "end=$(($(date +%s) + 12)); "
            + "while [ $(date +%s) -lt $end ]; do for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do /bin/true; done; done";

    @TempDir
    Path directory;

    private int port;
    private Path rules;
    private Process agent;
    private Process storm;
    private Pane pane;

    @BeforeEach
    void prepare() throws IOException {
        rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void cleanUp() throws Exception {
        if (pane != null) pane.close();
        for (Process process : Arrays.asList(storm, agent)) {
            if (process == null) continue;
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        }
    }

    private static List<String> java(String main, String... args) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("linnix.home"), "jvm.options"),
                "-cp",
                System.getProperty("java.class.path"),
                main));
        words.addAll(List.of(args));
        return words;
    }

    private void startAgent() throws IOException {
        List<String> words = java(
                "dev.linnix.agent.Main",
                "--rules",
                rules.toString(),
                "--listen",
                "127.0.0.1:" + port,
                "--state-dir",
                directory.resolve("state").toString());
        agent = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("agent.log").toFile()))
                .start();
        Source source = new AgentSource(
                new dev.linnix.cli.http.AgentHttp(java.net.URI.create("http://127.0.0.1:" + port), null));
        await().atMost(PATIENCE).until(() -> {
            Sample sample = Poller.ask(source).sample();
            return sample != null && sample.ready().ready();
        });
    }

    private void open(int width, int height) throws Exception {
        pane = new Pane(directory, width, height);
        pane.type("echo be''fore");
        see(text -> text.contains("before"));
    }

    private void top() throws Exception {
        Path script = directory.resolve("top");
        List<String> words = java(Main.class.getName(), "top", "--url", "http://127.0.0.1:" + port);
        String line = String.join(" ", words.stream().map(w -> "'" + w + "'").toList());
        Files.writeString(script, "exec " + line + "\n");
        pane.type("sh " + script + "; echo status=$?");
        see(text -> text.contains("PROCESSES"));
    }

    /** {@return the screen once it is as wanted} */
    private String see(Predicate<String> wanted) throws Exception {
        String[] last = {""};
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                last[0] = pane.text();
                return wanted.test(last[0]);
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("never seen on the screen, which shows:\n" + last[0], e);
        }
        return last[0];
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 50"})
    void duringAForkStormTheScreenNamesCulpritSinceWhenValueAndThreshold(int width, int height) throws Exception {
        startAgent();
        open(width, height);
        String before = pane.text();
        top();
        storm = new ProcessBuilder("sh", "-c", STORM).start();
        String culprit = Pattern.quote("sh[" + storm.pid() + "]");
        Pattern line = Pattern.compile(
                "\\d\\d:\\d\\d:\\d\\dZ +\\d+s +HIGH +fork_storm +\\d+ > 60 forks/s +" + culprit + " +\\d+%");
        String screen = see(text -> line.matcher(text).find() && text.contains("▶"));
        assertThat(screen)
                .contains("by forks, the resource at fault", "1 firing")
                .containsPattern("now \\d+ forks/s");
        assertThat(screen.lines().filter(l -> l.startsWith("▶")))
                .singleElement()
                .asString()
                .contains(" " + storm.pid() + " ");
        assertThat(screen).containsPattern("› " + culprit);
        pane.press("i");
        assertThat(see(text -> text.contains("culprit ")))
                .containsPattern("value +\\d+ forks/s")
                .containsPattern("threshold +60 forks/s")
                .containsPattern("culprit +" + culprit);
        pane.press("Escape");
        see(text -> text.contains("PROCESSES"));
        pane.press("q");
        String after = see(text -> text.matches("(?s).*status=\\d.*"));
        assertThat(after)
                .contains("status=0")
                .startsWith(before.stripTrailing().lines().findFirst().orElseThrow());
        assertThat(pane.value("alternate_on")).isEqualTo("0");
        assertThat(pane.value("cursor_flag")).isEqualTo("1");
    }

    @Test
    void theAgentMayEndAndComeBackOnTheSamePort() throws Exception {
        startAgent();
        open(80, 24);
        top();
        agent.destroyForcibly().waitFor();
        assertThat(see(text -> text.contains("no answer since"))).contains("PROCESSES", "ready");
        startAgent();
        Pattern blind = Pattern.compile("blind \\d+s to \\d\\d:\\d\\d:\\d\\dZ");
        see(text -> !text.contains("no answer since") && blind.matcher(text).find());
        pane.press("q");
        see(text -> text.contains("status=0"));
    }

    @Test
    void theScreenFollowsTheTerminal() throws Exception {
        startAgent();
        open(80, 24);
        top();
        pane.resize(200, 50);
        see(text -> text.lines().count() >= 50 && text.contains("UID") && text.contains("? help"));
        pane.resize(60, 15);
        String small = see(text -> !text.contains("UID") && text.contains("q quit"));
        assertThat(small.lines()).hasSizeLessThanOrEqualTo(15);
        pane.press("q");
        see(text -> text.contains("status=0"));
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void aSignalGivesTheTerminalBack(String signal, int status) throws Exception {
        startAgent();
        open(80, 24);
        pane.type("stty -a > " + directory.resolve("stty"));
        top();
        ProcessHandle top = ProcessHandle.of(Long.parseLong(pane.value("pane_pid")))
                .orElseThrow()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
        new ProcessBuilder("kill", "-s", signal, "" + top.pid()).start().waitFor();
        see(text -> text.contains("status=" + status));
        assertThat(pane.value("alternate_on")).isEqualTo("0");
        assertThat(pane.value("cursor_flag")).isEqualTo("1");
        pane.type("stty -a | diff - " + directory.resolve("stty") + " && echo the''same");
        see(text -> text.contains("thesame"));
    }

    @Test
    void aTerminalThatCanDoNothingGetsLines() throws Exception {
        startAgent();
        // Wide and high, so that the head of a block of lines does not leave the screen where there are many processes.
        open(200, 50);
        Path script = directory.resolve("dumb");
        List<String> words = java(Main.class.getName(), "top", "--url", "http://127.0.0.1:" + port);
        Files.writeString(
                script,
                "exec "
                        + String.join(
                                " ", words.stream().map(w -> "'" + w + "'").toList()) + "\n");
        pane.type("TERM=dumb sh " + script);
        see(text -> text.contains("PROCESSES"));
        assertThat(pane.value("alternate_on")).isEqualTo("0");
        pane.press("C-c");
    }
}
