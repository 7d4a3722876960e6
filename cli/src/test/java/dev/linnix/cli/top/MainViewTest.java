package dev.linnix.cli.top;

import static dev.linnix.cli.top.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does one look at the screen tell who, since when, how much, and whether to believe it? */
class MainViewTest {
    private static final Instant NOW = START;

    private static Frame frame(Model model, int width, int height) {
        return Views.frame(model, ViewState.start(), width, height, NOW);
    }

    private static String line(Frame frame, String part) {
        return Samples.lines(frame).stream()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line with " + part + " in\n" + Samples.screen(frame)));
    }

    private static String culprit(Frame frame) {
        return Samples.lines(frame).stream()
                .filter(line -> line.startsWith("▶ "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no culprit in\n" + Samples.screen(frame)));
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 50"})
    void aForkStormIsOneLineWithCulpritSinceWhenValueAndThreshold(int width, int height) {
        Frame frame = frame(Samples.forkStorm().model(), width, height);
        assertThat(line(frame, "fork_storm"))
                .contains("11:59:46Z", "14s", "HIGH", "812 > 300 forks/s", "sh[12345]", "97%");
        assertThat(Samples.screen(frame))
                .contains("SINCE", "VALUE ", " > THRESHOLD", "CULPRIT", "1 firing")
                .contains("█=840  now 840 forks/s, later peak 1204 forks/s, window 5 s")
                .contains("systemd[1] › sshd[700] › bash[800] › sh[12345]")
                .contains("by forks, the resource at fault");
        assertThat(culprit(frame)).contains("12345", "840", "sh -c while");
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "120, 30", "200, 50"})
    void aCountIsShownWithTheWindowItGatheredIn(int width, int height) {
        Samples samples = Samples.forkStorm();
        samples.incidents.set(0, incident("bomb", "fork_burst", 317.0, 50.0, "forks"));
        Frame frame = frame(samples.model(), width, height);
        assertThat(line(frame, "bomb")).contains("317 > 50 forks/5s");
        assertThat(Samples.screen(frame)).contains("now 840 forks/s, later peak 709 forks/5s");
        samples.incidents.set(0, incident("leak", "memory_growth", 62.5, 50.0, "MB"));
        assertThat(line(frame(samples.model(), width, height), "leak")).contains("62.5 > 50 MB/5s");
        samples.incidents.set(0, incident("size", "subtree_rss_mb", 62.5, 50.0, "MB"));
        assertThat(line(frame(samples.model(), width, height), "size")).contains("62.5 > 50 MB ");
    }

    @Test
    void valueAndThresholdAreComparedAsTheyAre() {
        Samples samples = Samples.forkStorm();
        samples.incidents.set(0, incident("fds", "fd_exhaustion", 12.0, 30.0, "s"));
        assertThat(line(frame(samples.model(), 80, 24), "fds")).contains("12 < 30 s");
        samples.incidents.set(0, incident("bomb", "fork_burst", 50.0, 50.0, "forks"));
        assertThat(line(frame(samples.model(), 80, 24), "bomb")).contains("50 ≥ 50 forks/5s");
    }

    private static Answers.Incident incident(
            String rule, String detector, double value, double threshold, String unit) {
        return new Answers.Incident(
                "i",
                "firing",
                "High",
                Samples.FIRED.toString(),
                null,
                List.of(Samples.alert(rule, detector, "High", "firing", value, threshold, unit, Samples.shell())));
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "120, 30", "200, 50"})
    void ancestorsOfTheCulpritAreMarkedAsSuchAndAmountsHaveAScale(int width, int height) {
        Samples samples = Samples.forkStorm();
        samples.processes.set(0, forking(1, 0, "systemd", 840.0));
        Frame frame = frame(samples.model(), width, height);
        assertThat(culprit(frame)).contains("840", "sh -c while");
        assertThat(Samples.lines(frame).stream().filter(line -> line.startsWith("↓ ")))
                .hasSize(3)
                .first()
                .asString()
                .contains("840");
        assertThat(line(frame, "COMMAND")).contains("60 s █=840", "▶ culprit ↓ above");
        assertThat(line(frame, "PROCESSES")).contains("6 in all", "sums over subtrees");
    }

    private static Answers.Proc forking(int pid, int parent, String comm, double forks) {
        return new Samples()
                .add(pid, parent, comm, 1.0, 2L << 20, 8, null, forks)
                .processes
                .getFirst();
    }

    @Test
    void theBarsOfAllLinesHaveOneScale() {
        Samples samples = Samples.quiet();
        samples.add(5000, 1, "large", 100.0, 1L << 20, 3, null, 0.0)
                .add(5001, 1, "small", 28.0, 1L << 20, 3, null, 0.0);
        Frame frame = frame(samples.model(), 80, 24);
        assertThat(line(frame, "COMMAND")).contains("60 s █=132");
        assertThat(line(frame, "small")).contains("▂▂▂").doesNotContain("█");
    }

    @Test
    void memoryThatIsUnknownIsNotMemoryThatIsNothing() {
        Samples samples = Samples.quiet();
        samples.add(5000, 900, "fresh", 0.0, null, null, null, 0.0).add(5001, 900, "tiny", 0.0, 0L, 3, null, 0.0);
        Frame frame = frame(samples.model(), 80, 24);
        assertThat(line(frame, "fresh")).containsPattern("5000 S +0.0 +- +0 +- ");
        assertThat(line(frame, "tiny")).containsPattern("5001 S +0.0 +~0 +0 +3 ");
    }

    @Test
    void aProcessWithoutANameIsShownAsSuch() {
        Samples samples = Samples.forkStorm().process(5000, 900, "").process(5001, 900, null);
        Answers.Offender nameless = new Answers.Offender(
                5000, Samples.start(5000), "", null, List.of(), false, 0, null, 1, 1, List.of(), null);
        samples.incidents.set(
                0,
                new Answers.Incident(
                        "i",
                        "firing",
                        "High",
                        Samples.FIRED.toString(),
                        null,
                        List.of(Samples.alert("bomb", "fork_burst", "High", "firing", 9.0, 5.0, "forks", nameless))));
        Frame frame = frame(samples.model(), 80, 24);
        assertThat(line(frame, "bomb")).contains("?[5000]");
        assertThat(culprit(frame)).endsWith("?");
        assertThat(line(frame, " 5001 ")).endsWith("?");
    }

    @Test
    void noLineOfTheHelpIsCutOnAnOrdinaryTerminal() {
        ViewState help = new ViewState(ViewState.Mode.HELP, null, "", "", 0, null, 0, false);
        String screen = Samples.screen(Views.frame(Samples.quiet().model(), help, 80, 60, NOW));
        assertThat(screen).contains("Z zombie", "Times are UTC").doesNotContain("…");
    }

    @Test
    void theAgentsUptimeIsNotTheHosts() {
        List<String> lines = Samples.lines(frame(Samples.quiet().model(), 120, 30));
        assertThat(lines.get(0)).contains("agent 0.8% 62MB up 2m00s");
        assertThat(lines.get(1)).contains("host up 3h12m");
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 50"})
    void theFirstLinesSayHowFarTheAgentCanBeBelievedAndHowTheHostFares(int width, int height) {
        List<String> lines = Samples.lines(frame(Samples.forkStorm().model(), width, height));
        assertThat(lines.get(0)).contains("devbox", "ready", "4012 ev/s", "lost 0", "blind 0s", "snap 1s", "0.8% 62MB");
        assertThat(lines.get(1))
                .contains("cpu 41.2%", "mem 0/0%", "io 1.3/0.4%", "load 8.31 2.80 1.20", "up 3h12m", "12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 50", "40, 10", "20, 5", "1, 1", "133, 18"})
    void theScreenIsAsLargeAsTheTerminalAndNoLineIsWider(int width, int height) {
        Samples samples = Samples.forkStorm();
        samples.process(13000, 12345, "日本語のプロセス名")
                .process(13001, 13000, "e\u0301e\u0301")
                .process(13002, 1, "x".repeat(300));
        Frame frame = frame(samples.model(), width, height);
        assertThat(frame.lines()).hasSize(height).allSatisfy(line -> {
            assertThat(Cells.width(line.toString())).isLessThanOrEqualTo(width);
            assertThat(line.columnLength()).isLessThanOrEqualTo(width);
        });
    }

    @Test
    void namesThatWouldTouchTheTerminalAreEscaped() {
        Samples samples = Samples.forkStorm();
        samples.process(13000, 800, "\033[31mred\u202e\u200d\r\n").process(13001, 800, "half\ud800");
        String screen = Samples.screen(frame(samples.model(), 200, 50));
        assertThat(screen).contains("\\x1b[31mred\\xe2\\x80\\xae\\xe2\\x80\\x8d\\x0d\\x0a", "half?");
        assertThat(screen.replace("\n", "").codePoints()).noneMatch(Character::isISOControl);
    }

    @Test
    void theCulpritAndBothEndsOfItsPathStayThoughThePathIsLongAndTheTreeScrolled() {
        Samples samples = Samples.quiet();
        IntStream.rangeClosed(1001, 1040).forEach(pid -> samples.process(pid, pid == 1001 ? 1 : pid - 1, "deep" + pid));
        IntStream.rangeClosed(2001, 2100).forEach(pid -> samples.process(pid, 1040, "child"));
        Answers.Offender shell = Samples.shell();
        List<Answers.Ref> path = IntStream.rangeClosed(1001, 1040)
                .mapToObj(pid -> Samples.ref(pid, "deep" + pid))
                .toList();
        Answers.Offender deep = new Answers.Offender(
                1040, Samples.start(1040), "deep1040", null, List.of(), false, 0, null, 0.9, 0.9, path, null);
        assertThat(deep.path()).hasSizeGreaterThan(shell.path().size());
        samples.incidents.add(new Answers.Incident(
                "i",
                "firing",
                "High",
                null,
                null,
                List.of(Samples.alert("cpu", "subtree_cpu_pct", "High", "firing", 300.0, 200.0, "%", deep))));
        Model model = samples.model();
        ViewState state = ViewState.start();
        Frame frame = Views.frame(model, state, 80, 24, NOW);
        for (int i = 0; i < 5; i++) {
            state = state.on(Key.of(Key.Kind.PAGE_DOWN), frame.shown()).state();
            frame = Views.frame(model, state, 80, 24, NOW);
            assertThat(culprit(frame)).contains("1040");
            assertThat(Samples.screen(frame)).contains("systemd", "more between", "deep1039");
        }
        assertThat(state.scroll()).isPositive();
    }

    @Test
    void aCulpritThatHasEndedIsShownWithItsPath() {
        Samples samples = Samples.forkStorm();
        samples.processes.removeIf(process -> process.pid() == 12345);
        Frame frame = frame(samples.model(), 80, 24);
        assertThat(culprit(frame)).contains("12345", "sh (ended)");
        assertThat(Samples.screen(frame)).contains("(culprit gone)");
    }

    @Test
    void withoutAnAnswerTheScreenStaysAndSaysSinceWhen() {
        Model model = Samples.forkStorm().model();
        model.accept(Reading.failed(START.plusSeconds(1), "Connection refused"));
        model.accept(Reading.failed(START.plusSeconds(9), "Connection refused"));
        Frame frame = Views.frame(model, ViewState.start(), 80, 24, START.plusSeconds(10));
        assertThat(Samples.screen(frame))
                .contains("no answer since 12:00:01Z (9s): Connection refused", "812 > 300 forks/s", "devbox");
        model.accept(Reading.of(Samples.forkStorm().at(START.plusSeconds(11))));
        assertThat(Samples.screen(frame(model, 80, 24))).doesNotContain("no answer");
    }

    @Test
    void anAgentThatDoesNotSeeSaysWhy() {
        Samples samples = Samples.quiet();
        samples.ready = new Answers.Ready(false, "required sensor lifecycle is off: needs CAP_BPF");
        samples.blind = new Answers.Blind("2026-01-01T11:00:00Z", "2026-01-01T11:00:42Z");
        samples.host = null;
        List<String> lines = Samples.lines(frame(samples.model(), 80, 24));
        assertThat(lines.get(0)).contains("NOT READY", "blind 42s to 11:00:42Z");
        assertThat(lines.get(1)).contains("psi  n/a  load n/a");
        assertThat(lines.get(2)).contains("not ready: required sensor lifecycle is off: needs CAP_BPF");
    }

    @Test
    void withoutIncidentTheTreeIsSortedByCpuAndSaysSo() {
        Samples samples = Samples.quiet();
        samples.add(5000, 1, "busy", 90.0, 1L << 20, 3, null, 0.0);
        Frame frame = frame(samples.model(), 80, 24);
        assertThat(Samples.screen(frame)).contains("none firing", "by cpu").doesNotContain("at fault");
        List<String> lines = Samples.lines(frame);
        assertThat(lines.indexOf(line(frame, "busy"))).isLessThan(lines.indexOf(line(frame, "postgres")));
    }

    @Test
    void theFilterKeepsWhatMatchesWithItsAncestorsAndTheCulprit() {
        ViewState state = new ViewState(ViewState.Mode.MAIN, null, "POSTGRES", "", 0, null, 0, false);
        Samples samples = Samples.forkStorm().process(950, 1, "cron");
        Frame frame = Views.frame(samples.model(), state, 80, 24, NOW);
        assertThat(Samples.screen(frame))
                .contains("postgres", "systemd", "▶", "/POSTGRES")
                .doesNotContain("cron");
    }

    @Test
    void coloursAreForWhatIsWrongOnly() {
        String colour = "\\[[0-9;]*3[0-7][;m]";
        assertThat(painted(Samples.quiet(), true)).contains("\033[1m").doesNotContainPattern(colour);
        assertThat(painted(Samples.forkStorm(), true)).containsPattern(colour);
        assertThat(painted(Samples.forkStorm(), false)).contains("\033[1m").doesNotContainPattern(colour);
    }

    private static String painted(Samples samples, boolean colours) {
        return frame(samples.model(), 80, 24).lines().stream()
                .map(line -> Ansi.of(line, colours))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void linesOfTheTreeStayLinesAndStylesEndWithTheLine() {
        Frame frame = frame(Samples.forkStorm().model(), 80, 24);
        assertThat(painted(Samples.forkStorm(), true)).contains("└ ", "├ ");
        assertThat(frame.lines())
                .allSatisfy(line -> assertThat(Ansi.of(line, true).replaceAll("\033\\[[0-9;]*m", ""))
                        .isEqualTo(line.toString()));
    }

    @Test
    void whenNobodyIsResponsibleTheLargestIsNamedAsSuch() {
        Samples samples = Samples.quiet();
        Answers.Alert spread =
                Samples.alert("fork_storm", "forks_per_sec", "Medium", "firing", 812.0, 300.0, "forks/s", null);
        samples.incidents.add(
                new Answers.Incident("i", "firing", "Medium", Samples.FIRED.toString(), null, List.of(spread)));
        Frame frame = frame(samples.model(), 80, 24);
        assertThat(line(frame, "fork_storm")).contains("812 > 300 forks/s", "nobody");
        assertThat(Samples.screen(frame))
                .contains("no single process is responsible")
                .doesNotContain("▶");
    }
}
