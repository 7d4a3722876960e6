package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Does an agent that has lost a thread end, rather than go on and say that all is well? */
class FatalTest {
    /** The program under test: its other thread fails while the first would wait for ever. */
    static final class Failing {
        private Failing() {}

        public static void main(String[] args) throws InterruptedException {
            Fatal.install();
            Thread other = Thread.ofPlatform().name("linnix-other").start(() -> {
                throw new AssertionError("a defect");
            });
            other.join();
            Thread.currentThread().join();
        }
    }

    @Test
    void anErrorOfOneThreadEndsTheProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Failing.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(Fatal.STATUS);
        assertThat(said).contains("linnix-other").contains("a defect");
    }
}
