package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do two capabilities suffice, and is it said plainly when they are missing? Runs a JVM as nobody. */
final class UnprivilegedIT {
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    private String run(String capabilities) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=-all" + capabilities,
                "--ambient-caps=-all" + capabilities,
                "--bounding-set=-all" + capabilities,
                "--no-new-privs",
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                readableClassPath(),
                UnprivilegedMain.class.getName()));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Workload.finish(process);
        return output;
    }

    /** Others may not enter the directories the build works in. */
    private String readableClassPath() throws IOException {
        List<String> copies = new ArrayList<>();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path from = Path.of(entry);
            if (!entry.contains("linnix")
                    && !entry.contains("target")
                    && !entry.contains("jspecify")
                    && !entry.contains("awaitility")
                    && !entry.contains("hamcrest")) continue;
            Path to = directory.resolve("cp" + copies.size());
            copies.add(to.toString());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList())
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return String.join(":", copies);
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
