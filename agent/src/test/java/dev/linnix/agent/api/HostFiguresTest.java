package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.api.json.SystemJson;
import dev.linnix.agent.host.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Are the host's figures what /proc says, and read no more than once a second? */
class HostFiguresTest {
    @TempDir
    Path proc;

    @TempDir
    Path blocks;

    private final AtomicLong now = new AtomicLong(1_000_000_000L);

    @BeforeEach
    void write() throws IOException {
        write("stat", "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        write("meminfo", "MemTotal:       1000 kB\nMemFree: 100 kB\nMemAvailable:    750 kB\n");
        write("loadavg", "0.50 1.25 2.00 3/400 12345\n");
        write(
                "diskstats",
                "8 0 sda 1 0 10 0 1 0 20 0 0 0 0\n8 1 sda1 1 0 10 0 1 0 20 0 0 0 0\n7 0 loop0 1 0 5 0 1 0 5 0\n");
        Files.createDirectories(proc.resolve("net"));
        write(
                "net/dev",
                "Inter-| Receive\n face |bytes\n    lo: 9 0 0 0 0 0 0 0 9 0\n  eth0: 300 1 0 0 0 0 0 0 400 1 0 0 0 0 0 0\n");
        Files.createDirectories(proc.resolve("pressure"));
        write("pressure/cpu", "some avg10=1.50 avg60=0.00 avg300=0.00 total=1\n");
        write(
                "pressure/memory",
                "some avg10=0.10 avg60=0 avg300=0 total=1\nfull avg10=0.05 avg60=0 avg300=0 total=1\n");
        Files.createDirectory(blocks.resolve("sda"));
        Files.createDirectory(blocks.resolve("loop0"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(proc.resolve(name), text);
    }

    @Test
    void tellsWhatIsWritten() throws IOException {
        HostFigures figures = new HostFigures(proc, blocks, new WallClock(now::get, () -> 1_700_000_000_000_000_000L));
        write("stat", "cpu  160 0 140 780 120 0 0 0 0 0\n");
        SystemJson system = figures.system();
        assertThat(system.cpuPercent()).isEqualTo(50.0);
        assertThat(system.memPercent()).isEqualTo(25.0);
        assertThat(system.loadAvg()).isEqualTo(List.of(0.5, 1.25, 2.0));
        assertThat(system.diskReadBytes()).as("the disk, not its partition too").isEqualTo(5120);
        assertThat(system.diskWriteBytes()).isEqualTo(10240);
        assertThat(system.netRxBytes()).isEqualTo(300);
        assertThat(system.netTxBytes()).isEqualTo(400);
        assertThat(system.psiCpuSomeAvg10().value()).isEqualTo(1.5);
        assertThat(system.psiMemoryFullAvg10().value()).isEqualTo(0.05);
        assertThat(system.psiIoSomeAvg10().value()).as("not accounted").isNull();
        assertThat(system.uptimeS()).isEqualTo(1);
        assertThat(system.timestamp()).isEqualTo(1_700_000_000L);

        now.addAndGet(999_000_000L);
        assertThat(figures.system()).isSameAs(system);
        now.addAndGet(2_000_000L);
        assertThat(figures.system().cpuPercent()).as("nothing ran since").isZero();
    }
}
