package dev.linnix.agent.evidence.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.agent.evidence.TestScenes;
import dev.linnix.kernel.Errno;
import dev.linnix.kernel.KernelException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do the collectors of logs keep the lines of the window, and say why there are none? */
final class LogCollectorsTest {
    private static final Instant NOON = TestScenes.NOON;

    @TempDir
    private Path directory;

    private static String kernelLog(String log) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DmesgCollector.write(log, NOON.minusSeconds(1000), NOON.minusSeconds(60), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theKernelsLinesOfTheWindowWithTheirWallTime() throws Exception {
        assertThat(kernelLog("""
                        <6>[    1.000000] boot
                        <6>[  930.500000] a minute and ten seconds ago
                        <4>[  941.250000] within
                        <4>[  941.250000][  T12] with a caller
                        a line without a stamp
                        <3>[  999.000000] last
                        """)).isEqualTo("""
                        # The kernel's log since 2026-01-31T11:59:00Z; wall times are computed and may be off by seconds.
                        # before the window:
                        2026-01-31T11:43:21Z <6>[    1.000000] boot
                        2026-01-31T11:58:50.500Z <6>[  930.500000] a minute and ten seconds ago
                        # within the window:
                        2026-01-31T11:59:01.250Z <4>[  941.250000] within
                        2026-01-31T11:59:01.250Z <4>[  941.250000][  T12] with a caller
                        a line without a stamp
                        2026-01-31T11:59:59Z <3>[  999.000000] last
                        """);
    }

    @Test
    void ofTheKernelsLinesBeforeTheLastAreKept() throws Exception {
        StringBuilder log = new StringBuilder();
        for (int i = 100; i < 200; i++)
            log.append("<6>[  ").append(i).append(".000000] line ").append(i).append('\n');
        assertThat(kernelLog(log.toString()))
                .doesNotContain("line 179")
                .contains("line 180")
                .contains("line 199")
                .endsWith("# nothing within the window\n");
    }

    @Test
    void aKernelLogThatMayNotBeReadIsDenied() throws Exception {
        MemoryOutput output = new MemoryOutput();
        new DmesgCollector(most -> {
                    throw new KernelException("read the kernel log", Errno.EPERM, "");
                })
                .collect(TestScenes.scene(), output);
        assertThat(output.said).containsExactly("denied kernel log: CAP_SYSLOG, or kernel.dmesg_restrict = 0");
        assertThat(output.names()).isEmpty();
    }

    /** Commands that answer as told, and remember what they were asked. */
    private static final class Answers implements Commands {
        private final String out;
        private final Result result;
        final List<String> asked = new ArrayList<>();

        Answers(String out, Result result) {
            this.out = out;
            this.result = result;
        }

        @Override
        public Result run(List<String> command, OutputStream to, Duration timeout) throws java.io.IOException {
            asked.addAll(command);
            to.write(out.getBytes(StandardCharsets.UTF_8));
            return result;
        }

        @Override
        public Result read(Path file, long most, OutputStream to, Duration timeout) {
            throw new AssertionError(file);
        }
    }

    private static MemoryOutput journal(Answers answers) throws Exception {
        MemoryOutput output = new MemoryOutput();
        new JournalCollector().collect(TestScenes.scene(Path.of("/proc"), null, NOON, List.of(), answers), output);
        return output;
    }

    @Test
    void theJournalIsAskedForTheWindow() throws Exception {
        Answers answers = new Answers("line\n", new Commands.Result(0, "", false));
        MemoryOutput output = journal(answers);
        assertThat(output.file("journal.log")).isEqualTo("line\n");
        assertThat(output.said).isEmpty();
        assertThat(answers.asked)
                .startsWith("journalctl", "--no-pager")
                .contains("--since=@1769860740", "--until=@1769860801"); // 11:59:00 to 12:00:01
    }

    @Test
    void ofAJournalThatDoesNotFitTheNewestEntriesStay() throws Exception {
        StringBuilder many = new StringBuilder(); // the newest first, as asked for
        for (int i = 6000; i > 0; i--) many.append("t").append(i).append(" host: x\n  and more\n");
        Answers answers = new Answers(many.toString(), new Commands.Result(0, "", false));
        MemoryOutput output = journal(answers);
        assertThat(answers.asked).contains("--reverse", "--lines=5001");
        assertThat(output.file("journal.log"))
                .startsWith("t1001 host: x\n  and more\nt1002 host: x\n")
                .endsWith("t6000 host: x\n  and more\n");
        assertThat(output.said).containsExactly("missing journal: its entries before t1001 did not fit");

        StringBuilder large = new StringBuilder();
        for (int i = 400; i > 0; i--)
            large.append("t").append(i).append(" ").append("x".repeat(10_000)).append('\n');
        output = journal(new Answers(large.toString(), new Commands.Result(0, "", false)));
        assertThat(output.file("journal.log"))
                .hasSizeBetween(1 << 20, 2 << 20)
                .contains("t400 ")
                .doesNotContain("t1 ");
        assertThat(output.said).singleElement().asString().startsWith("missing journal: its entries before t");
    }

    @Test
    void aJournalWithoutEntriesLeavesNoFile() throws Exception {
        MemoryOutput output = journal(new Answers("-- No entries --\n", new Commands.Result(0, "", false)));
        assertThat(output.names()).isEmpty();
        assertThat(output.said).containsExactly("missing journal: it has no entry of this time");
    }

    @Test
    void whatKeepsTheJournalAwayIsSaid() throws Exception {
        assertThat(journal(new Answers("", new Commands.Result(0, "No journal files were found.\n", false))).said)
                .containsExactly("missing journal: no journal files were found");
        assertThat(journal(new Answers(
                                "",
                                new Commands.Result(
                                        0, "Hint: You are currently not seeing messages from other users", false)))
                        .said)
                .singleElement()
                .asString()
                .startsWith("denied messages of the system and of other users: CAP_DAC_READ_SEARCH");
        assertThat(journal(new Answers("", new Commands.Result(-1, "", true))).said)
                .containsExactly("late journalctl");
        assertThatThrownBy(() -> journal(new Answers("", new Commands.Result(1, "Failed: odd", false))))
                .hasMessage("journalctl ended with status 1: Failed: odd");
    }

    @Test
    void timesOfBothFormsAreUnderstood() {
        SyslogTimes times = new SyslogTimes(ZoneId.of("Europe/Berlin"), NOON);
        assertThat(times.of("2026-01-31T12:59:30.123456+01:00 host app: x")).isEqualTo("2026-01-31T11:59:30.123456Z");
        assertThat(times.of("Jan 31 12:59:30 host app: x")).isEqualTo("2026-01-31T11:59:30Z");
        assertThat(times.of("Jan 31 12:59:30 host app: \u0085x")).isEqualTo("2026-01-31T11:59:30Z");
        assertThat(times.of("Jan  1 00:00:00 host app: x")).isEqualTo("2025-12-31T23:00:00Z");
        assertThat(times.of("Dec 31 12:00:00 host app: x")).isEqualTo("2025-12-31T11:00:00Z");
        for (String none :
                List.of("", "    at Foo.bar", "Foo 31 12:00:00 x", "Feb 30 12:00:00 x", "2026-13-01T00:00:00Z x")) {
            assertThat(times.of(none)).as(none).isNull();
        }
    }

    private MemoryOutput syslogs(Instant firedAt) throws Exception {
        MemoryOutput output = new MemoryOutput();
        Scene scene = TestScenes.scene(Path.of("/proc"), null, firedAt, List.of());
        new SyslogsCollector(directory).collect(scene, output);
        return output;
    }

    @Test
    void linesOfTheWindowAndWhatBelongsToThem() throws Exception {
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        Files.writeString(
                directory.resolve("syslog"),
                now.minusSeconds(600) + " host old: x\n  of the old\n" + now.minusSeconds(30)
                        + " host new: y\n  of the new\n" + now.plusSeconds(600) + " host later: z\n");
        Files.writeString(directory.resolve("syslog.1"), now.minusSeconds(31) + " host not needed\n");
        MemoryOutput output = syslogs(now);
        assertThat(output.file("syslog.log")).isEqualTo(now.minusSeconds(30) + " host new: y\n  of the new\n");
        assertThat(output.names()).containsExactly("syslog.log");
    }

    @Test
    void aLogThatWasTurnedOverWithinTheWindowIsReadInBothParts() throws Exception {
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        Files.writeString(directory.resolve("messages"), now.minusSeconds(30) + " host new\n");
        Files.writeString(directory.resolve("messages.1"), now.minusSeconds(50) + " host before\n");
        MemoryOutput output = syslogs(now);
        assertThat(output.file("messages.log")).contains("host new");
        assertThat(output.file("messages.1.log")).contains("host before");
    }

    /** {@return lines of 100 bytes, of these seconds before a time, the first of them named} */
    private static String storm(Instant now, int from, int to, int lines) {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            String line = now.minusSeconds(from - (long) (from - to) * i / lines) + " host n" + i + " ";
            log.append(line).append("x".repeat(99 - line.length())).append('\n');
        }
        return log.toString();
    }

    @Test
    void inAStormTheNewestLinesStayAndTheWindowIsNotSaidToBeCovered() throws Exception {
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        Files.writeString(directory.resolve("syslog"), storm(now, 30, 0, 60_000));
        Files.writeString(directory.resolve("syslog.1"), now.minusSeconds(50) + " host before\n");
        MemoryOutput output = syslogs(now);
        assertThat(output.names()).containsExactly("syslog.log");
        assertThat(output.file("syslog.log")).contains(" n59999 ").hasSizeBetween(2 << 20, (int)
                (new SyslogsCollector().mostBytes() * 3 / 4));
        assertThat(output.said)
                .singleElement()
                .asString()
                .startsWith("missing " + directory.resolve("syslog") + ": its lines before ")
                .endsWith(" did not fit");
    }

    @Test
    void bothPartsOfALogFitTogether() throws Exception {
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        Files.writeString(directory.resolve("syslog"), storm(now, 20, 0, 20_000));
        Files.writeString(directory.resolve("syslog.1"), storm(now, 50, 20, 20_000));
        MemoryOutput output = syslogs(now);
        assertThat(output.file("syslog.log")).contains(" n0 ", " n19999 ");
        assertThat(output.file("syslog.1.log")).contains(" n19999 ").doesNotContain(" n0 ");
        assertThat(output.said).singleElement().asString().contains("syslog.1: its lines before ");
    }

    @Test
    void anEmptyWindowAndNoLogAreSaid() throws Exception {
        assertThat(syslogs(NOON).said).singleElement().asString().startsWith("missing system log: there is neither");
        Files.writeString(directory.resolve("syslog"), "2020-01-31T00:00:00Z host x\n");
        assertThat(syslogs(NOON).file("syslog.log")).isEqualTo("# nothing within the window\n");
    }
}
