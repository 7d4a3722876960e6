package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is the host's PID namespace told from any other? */
class PidNamespaceTest {
    @TempDir
    Path directory;

    @Test
    void theHostsIsAccepted() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("pid"), Path.of("pid:[4026531836]"));
        assertThatCode(() -> PidNamespace.requireInitial(link)).doesNotThrowAnyException();
    }

    @Test
    void aKernelWithoutNamespacesIsAccepted() {
        assertThatCode(() -> PidNamespace.requireInitial(directory.resolve("pid")))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherIsRefusedWithCauseAndCure() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("pid"), Path.of("pid:[4026532198]"));
        assertThatThrownBy(() -> PidNamespace.requireInitial(link))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("pid:[4026532198]", "hostPID: true");
    }
}
