package dev.linnix.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.Nobody;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Do the collectors work on this host, as root and with two capabilities, and is what the latter forbid named? */
@Timeout(180)
final class CollectIT {
    @TempDir
    private Path directory;

    private Process target;

    @BeforeEach
    void start() throws Exception {
        target = new ProcessBuilder("sleep", "600").start();
        // until it has become what it is to be
        while (!Files.readString(Path.of("/proc/" + target.pid() + "/comm")).equals("sleep\n")) Thread.onSpinWait();
    }

    @AfterEach
    void stop() {
        target.destroyForcibly();
    }

    private String asNobody(String capabilities) throws Exception {
        Path found = Files.createDirectory(directory.resolve("found"));
        Files.setAttribute(found, "unix:uid", Nobody.UID);
        return Nobody.run(directory, capabilities, CollectMain.class, Long.toString(target.pid()), found.toString());
    }

    @Test
    void rootIsDeniedNothing() throws Exception {
        Process run = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CollectMain.class.getName(),
                        Long.toString(target.pid()),
                        directory.resolve("found").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(output)
                .doesNotContain("denied")
                .doesNotContain("is failed")
                .doesNotContain("is timeout")
                .contains("file dmesg/kernel.log")
                .contains("file offender/status.txt")
                .contains("file offender/files.txt")
                .contains("file offender/memory.txt")
                .contains("file offender/environment.txt")
                .contains("file offender/io.txt")
                .contains("file meminfo/slabinfo")
                .contains("file pressure/cpu")
                .contains("file disk/filesystems.txt")
                .contains("SECOND took");
    }

    @Test
    void whatTwoCapabilitiesForbidIsNamed() throws Exception {
        String output = asNobody(",+bpf,+perfmon");
        assertThat(output)
                .contains("offender is denied")
                .contains("offender: executable, directories, namespaces and wchan: denied: needs CAP_SYS_PTRACE")
                // newer kernels, 6.18 among them, let CAP_PERFMON read memory maps
                .containsAnyOf("file offender/memory.txt", "offender: memory map: denied: needs CAP_SYS_PTRACE")
                .contains("offender: open files and sockets: denied: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH")
                .contains("/io: denied: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH")
                .contains("offender: names of its environment variables: denied: needs CAP_SYS_PTRACE and")
                .contains("meminfo: /proc/slabinfo: denied: needs CAP_DAC_READ_SEARCH")
                .contains("file offender/status.txt")
                .contains("pressure is ok")
                .contains("SECOND took")
                .doesNotContain("is failed")
                .doesNotContain("is timeout");
        if (Files.readString(Path.of("/proc/sys/kernel/dmesg_restrict")).startsWith("1")) {
            assertThat(output).contains("dmesg: kernel log: denied: needs CAP_SYSLOG");
        }
    }

    @Test
    void withTwoMoreTheOffenderIsWhole() throws Exception {
        assertThat(asNobody(",+bpf,+perfmon,+sys_ptrace,+dac_read_search,+syslog"))
                .doesNotContain("denied")
                .contains("file offender/files.txt")
                .contains("file offender/memory.txt")
                .contains("file offender/environment.txt")
                .contains("file dmesg/kernel.log");
    }
}
