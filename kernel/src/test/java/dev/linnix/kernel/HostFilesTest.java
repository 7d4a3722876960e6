package dev.linnix.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Are the files in which Linux describes itself read right? */
final class HostFilesTest {
    @TempDir
    private Path proc;

    private void write(String name, String text) throws Exception {
        Path file = proc.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void pressureTotalsMemoryAndBusyTime() throws Exception {
        write(
                "pressure/cpu",
                "some avg10=1.00 avg60=2.00 avg300=3.00 total=101\nfull avg10=0 avg60=0 avg300=0 total=9\n");
        write("pressure/memory", "some avg10=0 avg60=0 avg300=0 total=102\nfull avg10=0 avg60=0 avg300=0 total=103\n");
        write("pressure/io", "some avg10=0 avg60=0 avg300=0 total=104\nfull avg10=0 avg60=0 avg300=0 total=105\n");
        write("meminfo", "MemTotal:  9 kB\nMemAvailable:     123 kB\nSwapTotal: 8 kB\nSwapFree:     45 kB\n");
        write("loadavg", "0.05 1.25 130.00 3/400 12345\n");
        write("stat", "cpu  1 2 4 1000 2000 8 16 4000 8000 9000\ncpu0 1 2 4 1000 2000 8 16 4000 0 0\n");
        try (Pressure pressure = Pressure.open(proc)) {
            assertThat(pressure.read())
                    .isEqualTo(new Pressure.Reading(
                            101, 102, 103, 104, 105, 123 * 1024, 45 * 1024, 31 * Host.TICK_NS, 5, 125, 13000));
        }
    }

    @Test
    void withoutPressureTheRestIsRead() throws Exception {
        write("meminfo", "MemAvailable: 1 kB\nSwapFree: 0 kB\n");
        write("loadavg", "0.00 0.00 0.00 1/1 1\n");
        write("stat", "cpu  1 0 0 0 0 0 0 0 0 0\n");
        try (Pressure pressure = Pressure.open(proc)) {
            long unknown = Pressure.UNKNOWN;
            assertThat(pressure.read())
                    .isEqualTo(new Pressure.Reading(
                            unknown, unknown, unknown, unknown, unknown, 1024, 0, Host.TICK_NS, 0, 0, 0));
        }
    }

    @Test
    void withoutProcTheErrorNamesTheFiles() {
        assertThatThrownBy(() -> Pressure.open(proc.resolve("absent")))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("meminfo");
    }

    @Test
    void capabilities() throws Exception {
        Capabilities two = Capabilities.parse(List.of("Name:\tx", "CapEff:\t000000c000000000"));
        assertThat(two.has(Capability.BPF)).isTrue();
        assertThat(two.has(Capability.PERFMON)).isTrue();
        assertThat(two.missing(Capability.BPF, Capability.SYS_PTRACE)).containsExactly(Capability.SYS_PTRACE);
        Capabilities admin = Capabilities.parse(List.of("CapEff:\t0000000000200000"));
        assertThat(admin.missing(Capability.BPF, Capability.PERFMON)).isEmpty();
        assertThat(admin.has(Capability.SYS_PTRACE)).isFalse();
        assertThatThrownBy(() -> Capabilities.parse(List.of("Name: x"))).hasMessageContaining("CapEff");
    }

    @Test
    void cgroupHierarchies() {
        String v2 = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";
        String v1 = "31 24 0:27 / /sys/fs/cgroup/memory rw shared:5 - cgroup cgroup rw,memory";
        String named = "32 24 0:28 / /sys/fs/cgroup/systemd rw shared:6 - cgroup cgroup rw,xattr,name=systemd";
        assertThat(CgroupIds.parse(List.of(v2)).state()).isEqualTo(CgroupIds.State.UNIFIED);
        assertThat(CgroupIds.parse(List.of(v2, named)).state()).isEqualTo(CgroupIds.State.UNIFIED);
        assertThat(CgroupIds.parse(List.of(v2, v1)).state()).isEqualTo(CgroupIds.State.HYBRID);
        assertThat(CgroupIds.parse(List.of(v1, named)).state()).isEqualTo(CgroupIds.State.V1_ONLY);
        assertThat(CgroupIds.parse(List.of()).state()).isEqualTo(CgroupIds.State.NONE);
        assertThat(CgroupIds.parse(List.of(v1)).path(1)).isEmpty();
    }

    @Test
    void cgroupPathsAreFoundByTheInodeOfTheirDirectory() throws Exception {
        Path service = Files.createDirectories(proc.resolve("system.slice/ssh.service"));
        CgroupIds ids = new CgroupIds(proc, CgroupIds.State.UNIFIED);
        long inode = (Long) Files.getAttribute(service, "unix:ino");
        assertThat(ids.path(inode)).contains("/system.slice/ssh.service");
        assertThat(ids.id("/system.slice/ssh.service")).isEqualTo(inode);
        assertThat(ids.id("/../..")).isZero();
        assertThat(ids.id("/gone")).isZero();
        assertThat(ids.path(-1)).isEmpty();
    }
}
