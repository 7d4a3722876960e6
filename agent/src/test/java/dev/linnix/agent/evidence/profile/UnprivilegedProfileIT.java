package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.Nobody;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be had of root's processes with each set of capabilities, and is the rest said to be denied? */
@Timeout(120)
final class UnprivilegedProfileIT {
    private static final String OPEN = "rwxr-xr-x";

    @TempDir
    private Path directory;

    @TempDir
    private Path programs;

    private String lookAtSpin(String capabilities, String mode) throws Exception {
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString(mode));
        try (Spin spin = Spin.start(Spin.compile(programs, "-fno-omit-frame-pointer"))) {
            return Nobody.run(directory, capabilities, UnprivilegedProfileMain.class, Long.toString(spin.pid()));
        }
    }

    @Test
    void twoCapabilitiesGiveStacksAndSamplesButNoNamesFromFilesOfOthers() throws Exception {
        String output = lookAtSpin(",+bpf,+perfmon", "rwx------");
        assertThat(output)
                .contains("Kernel stacks of process ")
                .containsPattern("[1-9][0-9]* samples: it kept [01]\\.[0-9]+ CPUs busy")
                .containsPattern("Places without a name.*:\n.*\n.*0x[0-9a-f]+")
                .containsPattern("denied: names of functions .* needs CAP_SYS_PTRACE")
                .doesNotContain("inner_busy")
                .doesNotContain("missing:");
    }

    @Test
    void withTheThirdTheNamesAreThere() throws Exception {
        assertThat(lookAtSpin(",+bpf,+perfmon,+sys_ptrace", OPEN))
                .contains("inner_busy  (spin)")
                .contains("flame.svg:")
                .doesNotContain("denied:");
    }

    @Test
    void aFileThatMayNotBeReadIsSaid() throws Exception {
        assertThat(lookAtSpin(",+bpf,+perfmon,+sys_ptrace", "rwx------"))
                .contains("denied: names of functions in some files needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH")
                .contains("spin: may not be read");
    }

    @Test
    void withoutThemWhatIsMissingIsSaid() throws Exception {
        assertThat(lookAtSpin("", OPEN))
                .contains("denied: kernel stacks of the offender needs CAP_BPF and CAP_PERFMON")
                .contains("denied: CPU profile needs CAP_BPF and CAP_PERFMON");
    }
}
