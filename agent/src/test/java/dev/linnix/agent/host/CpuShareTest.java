package dev.linnix.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is the weight of a session raised where the session is the agent's own, and nowhere else? */
class CpuShareTest {
    private static final String BEFORE = "/autogroup-7 nice 0\n";

    @TempDir
    Path self;

    private Path autogroup;

    @BeforeEach
    void sessionOf42() throws IOException {
        Files.writeString(self.resolve("stat"), "42 (a) 1 (b) S 1 42 42 0 -1 4194304");
        autogroup = Files.writeString(self.resolve("autogroup"), BEFORE);
    }

    @Test
    void aSessionOfItsOwnGetsTheWeight() throws IOException {
        assertThat(new CpuShare(self).raise(42)).isEmpty();
        assertThat(autogroup).content().startsWith(CpuShare.NICE + "\n");
    }

    @Test
    void aShellsSessionIsLeftAlone() throws IOException {
        assertThat(new CpuShare(self).raise(43)).isEmpty();
        assertThat(autogroup).hasContent(BEFORE);
    }

    @Test
    void aKernelThatDoesNotGroupIsNoProblem() throws IOException {
        Files.delete(autogroup);
        assertThat(new CpuShare(self).raise(42)).isEmpty();
        assertThat(autogroup).doesNotExist();
    }

    @Test
    void aRefusalSaysWhatItNeeds() throws IOException {
        Files.delete(autogroup);
        Files.createDirectory(autogroup);
        assertThat(new CpuShare(self).raise(42)).get().asString().contains("CAP_SYS_NICE", "CPUWeight");
    }
}
