package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.KernelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * libbpf is listened to only once a step was refused. Does the very first refusal of a process still tell what libbpf
 * said, of the object as it was adjusted? In a JVM of its own, as the second would be listened to anyway.
 */
final class RefusedLoadIT {
    /** Loads a sensor with a map no kernel makes, and prints what came of it. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (BpfObject object = SensorObjects.open("lifecycle")) {
                object.constant("page_size", 4096);
                object.autoload(KernelSensors.EXIT_LIVE, true);
                object.mapSize("cpus", 0);
                object.load();
                System.out.println("loaded");
            } catch (KernelException e) {
                System.out.println("error: " + e.getMessage() + ", errno " + e.errno());
                System.out.println("log: " + e.log());
            }
        }
    }

    @Test
    void theFirstRefusalTellsWhatLibbpfSaid() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Workload.finish(process);
        assertThat(output).startsWith("error: load lifecycle: ").contains("log: libbpf:", "'cpus'");
    }
}
