package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.sensor.Seen.Event;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.RecordType;
import dev.linnix.kernel.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does the kernel really say so? Runs the sensor against processes whose life is known. */
final class LifecycleIT {
    private KernelSensors sensors;
    private Seen seen;

    @BeforeEach
    void open() throws Exception {
        sensors = KernelSensors.open(KernelSensors.DEFAULT_RING_BYTES * 4);
        seen = new Seen(sensors);
    }

    @AfterEach
    void close() {
        sensors.close();
        sensors.close(); // closing twice does nothing
    }

    @Test
    void everyForkExecAndExitIsSeenOnceAndInCausalOrder() throws Exception {
        int n = 2000;
        Process storm = Workload.start("storm", Integer.toString(n));
        assertThat(Workload.finish(storm)).isZero();
        seen.awaitExit(storm.pid());
        int parent = (int) storm.pid();
        List<Event> forks = seen.of(RecordType.FORK, e -> e.parentPid() == parent);
        assertThat(forks).hasSize(n);
        Map<Long, Integer> order = new HashMap<>(); // by start time, which tells apart processes of one reused pid
        forks.forEach(fork -> order.put(fork.startNs(), seen.events().indexOf(fork)));
        assertThat(order).hasSize(n);
        List<Event> execs = seen.of(RecordType.EXEC, e -> order.containsKey(e.startNs()));
        List<Event> exits = seen.of(RecordType.EXIT, e -> order.containsKey(e.startNs()));
        assertThat(execs).hasSize(n / 10);
        assertThat(exits).hasSize(n);
        execs.forEach(exec -> {
            assertThat(seen.events().indexOf(exec)).isGreaterThan(order.get(exec.startNs()));
            order.put(exec.startNs(), seen.events().indexOf(exec));
        });
        exits.forEach(exit -> assertThat(seen.events().indexOf(exit)).isGreaterThan(order.get(exit.startNs())));
        for (int i = 0; i < n; i++) {
            assertThat(exits.get(i).status()).isEqualTo(i % 10 == 0 ? 0 : i % 200 << 8);
        }
        long start = seen.of(RecordType.EXEC, parent).getLast().startNs();
        assertThat(forks).allSatisfy(fork -> {
            assertThat(fork.parentStartNs()).isEqualTo(start);
            assertThat(fork.startNs()).isLessThanOrEqualTo(fork.timeNs());
            assertThat(fork.uid()).isZero();
            assertThat(fork.flags()).isEqualTo(RecordFlags.IN_INITIAL_PIDNS);
            assertThat(fork.cgroupId()).isPositive();
        });
    }

    @Test
    void threadsNeverCount() throws Exception {
        Process process = Workload.start("threads", "200");
        assertThat(Workload.finish(process)).isZero();
        seen.awaitExit(process.pid());
        assertThat(seen.of(RecordType.FORK, e -> e.parentPid() == process.pid()))
                .isEmpty();
        assertThat(seen.of(RecordType.FORK, process.pid())).hasSize(1);
        assertThat(seen.of(RecordType.EXIT, process.pid())).hasSize(1);
    }

    @Test
    void aProcessWhoseLeaderEndsFirstEndsWithItsLastThread() throws Exception {
        Process process = Workload.start("leader-first");
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        org.awaitility.Awaitility.await().until(() -> Files.readString(stat).contains(") Z "));
        seen.drain();
        assertThat(seen.of(RecordType.EXIT, process.pid())).isEmpty();
        process.getOutputStream().close();
        assertThat(Workload.finish(process)).isEqualTo(5);
        seen.awaitExit(process.pid());
        Event exit = seen.of(RecordType.EXIT, process.pid()).getFirst();
        assertThat(exit.status()).isEqualTo(5 << 8);
        assertThat(exit.startNs())
                .isEqualTo(seen.of(RecordType.FORK, process.pid()).getFirst().startNs());
        assertThat(exit.comm()).isEqualTo("workload");
    }

    @Test
    void threadsThatEndTogetherEndTheirProcessOnce() throws Exception {
        Process process = Workload.start("together", "300");
        assertThat(Workload.finish(process)).isZero();
        seen.awaitExit(process.pid());
        List<Event> forks = seen.of(RecordType.FORK, e -> e.parentPid() == process.pid());
        assertThat(forks).hasSize(300);
        for (Event fork : forks) {
            List<Event> exits = seen.of(RecordType.EXIT, e -> e.startNs() == fork.startNs());
            if (sensors.exitsMayRepeat()) assertThat(exits).isNotEmpty();
            else assertThat(exits).hasSize(1);
        }
    }

    @Test
    void theVariantForOlderKernelsTellsEachEnd() throws Exception {
        try (KernelSensors older = KernelSensors.open(KernelSensors.DEFAULT_RING_BYTES * 4, KernelSensors.EXIT_LIVE)) {
            assertThat(older.exitsMayRepeat()).isTrue();
            Seen there = new Seen(older);
            Process process = Workload.start("together", "100");
            assertThat(Workload.finish(process)).isZero();
            there.awaitExit(process.pid());
            List<Event> forks = there.of(RecordType.FORK, e -> e.parentPid() == process.pid());
            assertThat(forks).hasSize(100);
            assertThat(forks)
                    .allSatisfy(fork -> assertThat(there.of(RecordType.EXIT, e -> e.startNs() == fork.startNs()))
                            .isNotEmpty()
                            .allSatisfy(exit -> assertThat(exit.status()).isZero()));
        }
    }

    @Test
    void execFromAnotherThreadKeepsTheIdentity() throws Exception {
        Process process = Workload.start("exec-from-thread", "/bin/true", "it", "is");
        assertThat(Workload.finish(process)).isZero();
        seen.awaitExit(process.pid());
        Event fork = seen.of(RecordType.FORK, process.pid()).getFirst();
        Event exec = seen.of(RecordType.EXEC, process.pid()).getLast();
        assertThat(exec.startNs()).isEqualTo(fork.startNs());
        assertThat(exec.path()).isEqualTo(Path.of("/bin/true").toRealPath().toString());
        assertThat(exec.args()).isEqualTo("/bin/true\0it\0is\0");
        assertThat(exec.argc()).isEqualTo(3);
        assertThat(seen.of(RecordType.EXIT, process.pid())).hasSize(1);
        assertThat(seen.of(RecordType.EXIT, process.pid()).getFirst().startNs()).isEqualTo(fork.startNs());
    }

    @Test
    void argumentsAreCutAndSaidToBe() throws Exception {
        int whole = 256 - Workload.BINARY.toString().length() - 1 - "ignore".length() - 1 - 1;
        for (int length : new int[] {whole, whole + 1}) {
            Process process = Workload.start("ignore", "x".repeat(length));
            assertThat(Workload.finish(process)).isZero();
            seen.awaitExit(process.pid());
            Event exec = seen.of(RecordType.EXEC, process.pid()).getLast();
            String all = Workload.BINARY + "\0ignore\0" + "x".repeat(length) + "\0";
            assertThat(exec.args()).isEqualTo(all.substring(0, 256));
            assertThat(exec.imageFlags()).isEqualTo(length == whole ? 0 : RecordFlags.ARGS_CUT);
            assertThat(exec.argc()).isEqualTo(3);
        }
    }

    @Test
    void thePathIsTheRealOneHoweverTheProgramWasNamed(@TempDir Path directory) throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Workload.BINARY);
        Process byLink = Workload.start(new ProcessBuilder(link.toString(), "ignore"));
        Process relative = Workload.start(
                new ProcessBuilder("sh", "-c", "cd \"${0%/*}\" && exec ./workload ignore", Workload.BINARY.toString()));
        for (Process process : List.of(byLink, relative)) {
            assertThat(Workload.finish(process)).isZero();
            seen.awaitExit(process.pid());
            Event exec = seen.of(RecordType.EXEC, process.pid()).getLast();
            assertThat(exec.path()).isEqualTo(Workload.BINARY.toString());
            assertThat(exec.imageFlags()).isZero();
        }
    }

    /** A ring's memory is used again and again, so a record begins as bytes of older ones. */
    @Test
    void aPathIsToldWhateverOlderRecordsHaveLeftInTheRing() throws Exception {
        try (KernelSensors small = KernelSensors.open(4 * Host.PAGE_SIZE)) {
            Seen there = new Seen(small);
            for (int i = 0; i < 100; i++) {
                Process process = Workload.start("ignore", "x".repeat(i));
                assertThat(Workload.finish(process)).isZero();
                there.awaitExit(process.pid());
                Event exec = there.of(RecordType.EXEC, process.pid()).getLast();
                assertThat(exec.imageFlags()).as("start %s", i).isZero();
                assertThat(exec.path()).isEqualTo(Workload.BINARY.toString());
            }
        }
    }

    @Test
    void aPathTooLongIsCutAtItsRoot(@TempDir Path directory) throws Exception {
        Path deep = directory;
        for (int i = 0; i < 6; i++)
            deep = deep.resolve(String.valueOf((char) ('a' + i)).repeat(60));
        Files.createDirectories(deep);
        Path binary = Files.copy(Workload.BINARY, deep.resolve("workload"));
        Process process = Workload.start(new ProcessBuilder(binary.toString(), "ignore"));
        assertThat(Workload.finish(process)).isZero();
        seen.awaitExit(process.pid());
        Event exec = seen.of(RecordType.EXEC, process.pid()).getLast();
        assertThat(exec.imageFlags() & RecordFlags.PATH_CUT).isNotZero();
        assertThat(binary.toString()).endsWith(exec.path());
        assertThat(exec.path().length()).isGreaterThan(250);
    }

    @Test
    void aNameThatIsNoTextStaysTheBytesItIs() throws Exception {
        Process process = Workload.start("name");
        assertThat(Workload.finish(process)).isZero();
        seen.awaitExit(process.pid());
        assertThat(seen.of(RecordType.EXIT, process.pid()).getFirst().comm()).isEqualTo("\u00ff\u00fe\u0080nix");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 255})
    void exitCodesAreToldAsWaitTellsThem(int code) throws Exception {
        Process process = Workload.start("exit", Integer.toString(code));
        assertThat(Workload.finish(process)).isEqualTo(code);
        seen.awaitExit(process.pid());
        assertThat(seen.of(RecordType.EXIT, process.pid()).getFirst().status()).isEqualTo(code << 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, 11, 15})
    void signalsAreToldAsWaitTellsThem(int signal) throws Exception {
        Process process = Workload.start("signal", Integer.toString(signal));
        Workload.finish(process);
        seen.awaitExit(process.pid());
        int status = seen.of(RecordType.EXIT, process.pid()).getFirst().status();
        assertThat(status & 0x7f).isEqualTo(signal);
        assertThat(status >> 8).isZero();
    }

    @Test
    void aProcessKilledBySignalWakesTheReader() throws Exception {
        while (sensors.drain((segment, offset, length) -> {}, 1_000_000) > 0) {}
        sensors.await(1);
        Process process = Workload.start("signal", "11");
        long from = System.nanoTime();
        sensors.await(30_000);
        assertThat(System.nanoTime() - from).isLessThan(29_000_000_000L);
        Workload.finish(process);
        seen.awaitExit(process.pid());
    }

    @Test
    void peakMemoryIsThatOfTheProcessItself() throws Exception {
        Process process = Workload.start("peak");
        assertThat(Workload.finish(process)).isZero();
        seen.awaitExit(process.pid());
        Event exit = seen.of(RecordType.EXIT, process.pid()).getFirst();
        assertThat(exit.flags() & RecordFlags.NO_MEMORY).isZero();
        assertThat(exit.peakBytes()).isGreaterThan(23L << 20);
        if ((exit.flags() & RecordFlags.PEAK_INHERITED) == 0) {
            assertThat(exit.peakBytes()).isLessThan(34L << 20); // this JVM, which it was forked from, is larger
        }
    }
}
