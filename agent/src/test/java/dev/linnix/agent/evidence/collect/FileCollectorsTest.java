package dev.linnix.agent.evidence.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Collector.Stage;
import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.TestScenes;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.Host;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Do the collectors read what their names promise, and say what is not there? On a {@code /proc} made by hand. */
@Timeout(60)
final class FileCollectorsTest {
    private static final ProcessRef OFFENDER = new ProcessRef(42, 500 * Host.TICK_NS, "stress");

    @TempDir
    private Path proc;

    private void write(String name, String text) throws Exception {
        Path file = proc.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private MemoryOutput collect(Collector collector, @Nullable ProcessRef offender) throws Exception {
        MemoryOutput output = new MemoryOutput();
        collector.collect(
                TestScenes.scene(
                        proc,
                        offender,
                        TestScenes.NOON,
                        List.of(TestProcesses.ended(7, 1, 256), TestProcesses.alive(1, 0))),
                output);
        return output;
    }

    @Test
    void pressure() throws Exception {
        write("pressure/cpu", "some avg10=1\n");
        write("loadavg", "1 2 3\n");
        MemoryOutput output = collect(new PressureCollector(), null);
        assertThat(output.file("cpu")).isEqualTo("some avg10=1\n");
        assertThat(output.file("loadavg")).isEqualTo("1 2 3\n");
        assertThat(output.said).hasSize(2).allMatch(said -> said.contains("measures no pressure"));
    }

    @Test
    void smbFilesAreCopiedAndWhereThereAreNoneItIsSaid() throws Exception {
        for (Collector collector : List.of(new CifsStatsCollector(), new CifsDebugCollector())) {
            MemoryOutput output = collect(collector, null);
            assertThat(output.names()).isEmpty();
            assertThat(output.said).singleElement().asString().contains("(module cifs) is not loaded");
        }
        write("fs/cifs/Stats", "Resources in use\n");
        assertThat(collect(new CifsStatsCollector(), null).file("Stats")).isEqualTo("Resources in use\n");
    }

    @Test
    void smbSharesAreToldEvenWithoutTheProgram() throws Exception {
        write("mounts", "//srv/a /mnt/a\\040b cifs rw,vers=3.1.1,username=me 0 0\n/dev/vda / ext4 rw 0 0\n");
        write("fs/cifs/open_files", "# tree id\n");
        MemoryOutput output = collect(new SmbInfoCollector(), null);
        assertThat(output.file("shares.txt"))
                .isEqualTo("//srv/a on /mnt/a b type cifs\n    rw\n    vers=3.1.1\n    username=me\n");
        assertThat(output.file("open_files")).isEqualTo("# tree id\n");
        write("mounts", "/dev/vda / ext4 rw 0 0\n");
        assertThat(collect(new SmbInfoCollector(), null).said).containsExactly("missing SMB shares: none is mounted");
    }

    @Test
    void fullnessOfFileSystemsIsAskedAndPseudoOnesAreNot() throws Exception {
        write("mounts", "/dev/vda / ext4 rw 0 0\nproc /proc proc rw 0 0\ngone /no/such/point ext4 rw 0 0\n");
        MemoryOutput output = collect(new DiskCollector(), null);
        assertThat(output.file("filesystems.txt"))
                .startsWith("/: ")
                .contains("inodes: ")
                .doesNotContain("/proc");
        assertThat(output.said).singleElement().asString().contains("some of the local file systems");
    }

    @Test
    void limitsOfTheOffendersGroupsAndOfThoseAbove() throws Exception {
        offender(500);
        write("42/cgroup", "5:pids:/a\n3:cpu,cpuacct:/none\n0::/top/mid/own\n");
        write(
                "mounts",
                "cgroup2 " + proc + "/v2 cgroup2 rw 0 0\ncgroup " + proc + "/pids cgroup rw,pids 0 0\n" + "cgroup "
                        + proc + "/cpu cgroup rw,cpu,cpuacct 0 0\n");
        write("v2/top/mid/own/memory.max", "max\n");
        write("v2/top/mid/own/memory.stat", "anon 1\nfile 2\n");
        write("v2/top/mid/cpu.max", "max 100000\n");
        write("v2/top/memory.max", "1048576\n");
        write("pids/a/pids.max", "100\n");
        MemoryOutput output = collect(new CgroupCollector(), OFFENDER);
        assertThat(output.file("unified.txt")).isEqualTo("""
                # /top/mid/own
                memory.max: max
                ==> memory.stat <==
                anon 1
                file 2

                # above: /top/mid
                cpu.max: max 100000
                # above: /top
                memory.max: 1048576
                """);
        assertThat(output.file("pids.txt")).isEqualTo("# /a\npids.max: 100\n");
        assertThat(output.said).hasSize(2).allMatch(said -> said.startsWith("missing control group /none of cpu"));
        assertThat(collect(new CgroupCollector(), null).said)
                .containsExactly("missing control group: no single process is to blame");
    }

    @Test
    void theGroupsOfAnotherProcessWithItsPidAreNotTheOffenders() throws Exception {
        offender(700);
        write("42/cgroup", "0::/a\n");
        write("mounts", "cgroup2 " + proc + "/v2 cgroup2 rw 0 0\n");
        write("v2/a/memory.max", "max\n");
        MemoryOutput output = collect(new CgroupCollector(), OFFENDER);
        assertThat(output.names()).isEmpty();
        assertThat(output.said).containsExactly("missing control group of process 42 (stress): it has ended");
    }

    @Test
    void anOffenderThatEndsWhileItIsLookedAtIsNotDenied() throws Exception {
        offender(500); // with no link that could be read
        Files.createDirectory(proc.resolve("42/wchan")); // cannot be read
        write("42/io", "rchar: 1\n");
        MemoryOutput output = collect(new OffenderCollector(), OFFENDER);
        assertThat(output.said)
                .noneMatch(said -> said.startsWith("denied"))
                .anyMatch(said -> said.startsWith("missing wchan"));
        assertThat(output.file("io.txt")).isEqualTo("rchar: 1\n");
    }

    @Test
    void aFileSystemThatRefusesIsDeniedUnlessNothingHelps() {
        Commands.Result refused = new Commands.Result(
                1, "stat: cannot read '/a': Permission denied\nstat: '/b': Stale file handle\n", false);
        MemoryOutput output = new MemoryOutput();
        DiskCollector.judge(refused, "local file systems", true, output);
        DiskCollector.judge(
                new Commands.Result(1, "'/a': Permission denied", false), "file system at /a", false, output);
        assertThat(output.said)
                .containsExactly(
                        "denied some of the local file systems: CAP_DAC_READ_SEARCH",
                        "missing some of the local file systems: stat: '/b': Stale file handle",
                        "missing some of the file system at /a: '/a': Permission denied");
        assertThat(new DiskCollector().needs()).contains("CAP_DAC_READ_SEARCH");
    }

    @Test
    void aShareThatRefusesIsDeniedAndAskedOnce() throws Exception {
        write("mounts", "//srv/a /mnt/a cifs rw 0 0\n");
        List<String> asked = new ArrayList<>();
        Commands commands = new Commands() {
            @Override
            public Result run(List<String> command, OutputStream to, Duration timeout) throws IOException {
                asked.add(command.get(1));
                to.write("syscall failed: [Errno 13] Permission denied: '/mnt/a'\n".getBytes(StandardCharsets.UTF_8));
                return new Result(0, "", false);
            }

            @Override
            public Result read(Path file, long most, OutputStream to, Duration timeout) {
                return new Result(1, "No such file or directory", false);
            }
        };
        MemoryOutput output = new MemoryOutput();
        new SmbInfoCollector().collect(TestScenes.scene(proc, null, TestScenes.NOON, List.of(), commands), output);
        assertThat(output.said).contains("denied smbinfo of /mnt/a: CAP_DAC_READ_SEARCH");
        assertThat(asked).hasSize(1);
        assertThat(new SmbInfoCollector().needs()).contains("CAP_DAC_READ_SEARCH");
    }

    @Test
    void aTableOfSocketsThatIsTooLongIsSaidToBeCut() throws Exception {
        write("42/net/udp", ("x".repeat(999) + "\n").repeat(9000));
        MemoryOutput output = new MemoryOutput();
        Sockets.collect(proc.resolve("42"), Map.of(777L, 1), output);
        assertThat(output.file("sockets.txt")).contains("or beyond the first 8 MB of udp, where reading ended");
    }

    private void offender(long startTicks) throws Exception {
        write("42/stat", "42 (a) b) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 " + startTicks + " 0 0\n");
    }

    @Test
    void theOffendersFacts() throws Exception {
        offender(500);
        write("42/status", "Name:\tstress\n");
        write("42/wchan", "do_nanosleep");
        write("42/environ", "HOME=/root\0DB_PASSWORD=hunter2\0odd\0");
        write("42/io", "rchar: 1\n");
        write("42/maps", """
                00400000-00401000 r-xp 00000000 fe:00 1  /usr/bin/stress
                00500000-00700000 rw-p 00000000 00:00 0\s
                7f000000-7f002000 r--p 00000000 fe:00 2  /usr/lib/a b.so
                7f002000-7f003000 r-xp 00002000 fe:00 2  /usr/lib/a b.so
                """);
        write("42/smaps_rollup", "Rss: 12 kB\n");
        Path fd = Files.createDirectories(proc.resolve("42/fd"));
        Files.createSymbolicLink(fd.resolve("0"), Path.of("/dev/null"));
        Files.createSymbolicLink(fd.resolve("1"), Path.of("socket:[777]"));
        Files.createSymbolicLink(fd.resolve("2"), Path.of("socket:[778]"));
        Files.createSymbolicLink(fd.resolve("3"), Path.of("/tmp/x (deleted)"));
        Files.createSymbolicLink(fd.resolve("4"), Path.of("anon_inode:[eventpoll]"));
        Files.createSymbolicLink(proc.resolve("42/exe"), Path.of("/usr/bin/stress"));
        write("42/net/tcp", """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 777 1 x
                   1: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 999 1 x
                """);
        MemoryOutput output = collect(new OffenderCollector(), OFFENDER);
        assertThat(output.said).isEmpty();
        assertThat(output.file("process.txt")).contains("42, known as stress").contains("it lives");
        assertThat(output.file("status.txt"))
                .contains("==> status <==\nName:\tstress\n")
                .contains("exe -> /usr/bin/stress")
                .contains("==> wchan <==\ndo_nanosleep\n");
        assertThat(output.file("files.txt"))
                .contains("# 5 open descriptors")
                .contains("       2  socket\n")
                .contains("       1  deleted file\n")
                .contains("       1  [eventpoll]\n")
                .contains("0 -> /dev/null");
        assertThat(output.file("sockets.txt"))
                .contains("# 2 sockets")
                .contains("1  tcp  127.0.0.1:3000 -> 0.0.0.0:*  LISTEN  to send:to read 0:3")
                .contains("1  of other kinds");
        assertThat(output.file("memory.txt"))
                .contains("# 4 areas, 2.0 MiB")
                .contains("2.0 MiB      1 areas  anonymous\n")
                .contains("12.0 KiB      2 areas  /usr/lib/a b.so\n")
                .contains("Rss: 12 kB");
        assertThat(output.file("environment.txt"))
                .contains("HOME\nDB_PASSWORD\n")
                .doesNotContain("root")
                .doesNotContain("hunter2");
        assertThat(output.file("io.txt")).isEqualTo("rchar: 1\n");
    }

    @Test
    void anotherProcessWithItsPidIsNotTheOffender() throws Exception {
        offender(700);
        write("42/status", "Name:\tinnocent\n");
        MemoryOutput output = collect(new OffenderCollector(), OFFENDER);
        assertThat(output.names()).containsExactly("process.txt");
        assertThat(output.said).containsExactly("missing process 42 (stress): it is gone; when it ended is not known");
    }

    @Test
    void ofAnOffenderThatEndedTheEngineKnowsWhen() throws Exception {
        MemoryOutput output = collect(new OffenderCollector(), TestProcesses.ref(7));
        assertThat(output.said).containsExactly("missing process 7 (p7): it ended at 2026-01-31T12:00:00Z, exit 1");
    }

    @Test
    void aProcessThatIsStuckHoldsUpNobody() throws Exception {
        offender(500);
        for (String name : List.of("maps", "environ", "io")) {
            assertThat(new ProcessBuilder(
                                    "mkfifo", proc.resolve("42").resolve(name).toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
        MemoryOutput output = collect(new OffenderCollector(), OFFENDER);
        assertThat(output.names()).contains("process.txt", "status.txt");
        assertThat(output.said).contains("late names of its environment variables", "late memory map");
    }

    @Test
    void addressesOfBothFamilies() {
        assertThat(Sockets.address("0100007F:0050")).isEqualTo("127.0.0.1:80");
        assertThat(Sockets.address("00000000000000000000000001000000:01BB")).isEqualTo("[0:0:0:0:0:0:0:1]:443");
    }

    @Test
    void configuredCommandsAndFiles() throws Exception {
        MemoryOutput output = new MemoryOutput();
        Duration second = Duration.ofSeconds(20);
        assertThatThrownBy(() -> new CustomCollector(
                                "mine",
                                List.of("sh", "-c", "echo out; echo err >&2; exit 3"),
                                second,
                                100,
                                Stage.SECOND)
                        .collect(TestScenes.scene(), output))
                .hasMessage("sh ended with status 3");
        assertThat(output.file("output.txt")).isEqualTo("out\n");
        assertThat(output.file("errors.txt")).isEqualTo("err\n");

        write("state", "0123456789");
        MemoryOutput file = new MemoryOutput();
        CustomCollector.ofFile("state", proc.resolve("state"), second, 4, Stage.FIRST)
                .collect(TestScenes.scene(), file);
        assertThat(file.file("output.txt")).isEqualTo("01234"); // one byte more, by which the limit shows

        MemoryOutput late = new MemoryOutput();
        new CustomCollector("slow", List.of("sleep", "1000"), Duration.ofMillis(50), 4, Stage.FIRST)
                .collect(TestScenes.scene(), late);
        assertThat(late.said).containsExactly("late sleep");
        assertThat(late.names()).as("nothing came").isEmpty();

        MemoryOutput silent = new MemoryOutput();
        new CustomCollector("silent", List.of("true"), second, 4, Stage.FIRST).collect(TestScenes.scene(), silent);
        assertThat(silent.file("output.txt")).as("it had nothing to say").isEmpty();
    }

    @Test
    void wrongDefinitionsAreRefused() {
        Duration second = Duration.ofSeconds(1);
        Stream.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> new CustomCollector("Bad Name", List.of("x"), second, 1, Stage.FIRST),
                        () -> new CustomCollector("x", List.of(), second, 1, Stage.FIRST),
                        () -> new CustomCollector("x", List.of("x"), Duration.ZERO, 1, Stage.FIRST),
                        () -> new CustomCollector("x", List.of("x"), second, 0, Stage.FIRST),
                        () -> CustomCollector.ofFile("x", Path.of("relative"), second, 1, Stage.FIRST))
                .forEach(call -> assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("expected"));
    }
}
