package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.Nobody;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do two capabilities suffice, and is it said plainly when they are missing? Runs a JVM as nobody. */
final class UnprivilegedIT {
    @TempDir
    private Path directory;

    private String run(String capabilities) throws Exception {
        return Nobody.run(directory, capabilities, UnprivilegedMain.class.getName());
    }

    @Test
    void twoCapabilitiesSuffice() throws Exception {
        assertThat(run(",+bpf,+perfmon"))
                .contains("expected to work: true")
                .contains("exec of true seen: true")
                .contains("root's process in the snapshot: true")
                .contains("complete: 1");
    }

    @Test
    void withoutThemTheReasonIsSaid() throws Exception {
        String output = run("");
        assertThat(output)
                .contains("expected to work: false")
                .contains("CAP_BPF and CAP_PERFMON")
                .contains("AmbientCapabilities")
                .contains("is off: ")
                .contains("EPERM")
                .contains("root's process in /proc: true");
    }

    @Test
    void oneOfThemIsNotEnough() throws Exception {
        assertThat(run(",+bpf")).contains("expected to work: false").contains("missing: CAP_PERFMON");
    }
}
