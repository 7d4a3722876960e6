package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does a JVM tell what only it knows? */
@Timeout(120)
final class JavaIT {
    /** Spends CPU time in one method. */
    static final class Busy {
        private static volatile long result;

        private Busy() {}

        static long innerBusy(long x) {
            long value = x;
            for (int i = 0; i < 50_000_000; i++) value = value * 6364136223846793005L + 1442695040888963407L;
            return value;
        }

        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < 4; i++) result = innerBusy(i);
            System.out.println("ready");
            while (System.in.available() == 0) result = innerBusy(result);
        }
    }

    @TempDir
    private Path directory;

    @Test
    void threadsAndCompiledMethodsAreNamed() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+PreserveFramePointer",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Busy.class.getName())
                .start();
        Path map = Path.of("/tmp/perf-" + process.pid() + ".map");
        try {
            process.inputReader(StandardCharsets.UTF_8).readLine();
            Scene scene = Scenes.blaming(process.pid());
            KeptOutput threads = new KeptOutput();
            new JavaThreadsCollector().collect(scene, threads);
            assertThat(threads.file("threads.txt")).contains("\"main\" #").contains("innerBusy");
            assertThat(threads.notes()).isEmpty();

            KeptOutput mapped = new KeptOutput();
            new JavaPerfMapCollector().collect(scene, mapped);
            assertThat(mapped.notes()).isEmpty();

            KeptOutput output = new KeptOutput();
            new ProfileCollector(Duration.ofMillis(1500)).collect(scene, output);
            assertThat(output.file(ProfileCollector.TOP)).contains("innerBusy").contains("(made at run time)");
            assertThat(output.file(ProfileCollector.FOLDED)).containsPattern("innerBusy[^;]*_\\[j\\] \\d+");
        } finally {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
            Files.deleteIfExists(map);
        }
    }

    @Test
    void whatIsNoJvmIsNotAsked() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            KeptOutput output = new KeptOutput();
            new JavaThreadsCollector().collect(Scenes.blaming(sleep.pid()), output);
            assertThat(output.notes()).containsExactly("missing: Java threads: the offender is no JVM");
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void onlyProgramsThatNobodyButRootCanChangeAreRun() throws Exception {
        assertThat(Jvm.isRootsAlone(Path.of("/usr/bin/head"))).isTrue();
        Path program = Files.createFile(directory.resolve("jcmd"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Jvm.isRootsAlone(program)).isFalse(); // anyone may write to /tmp
        assertThat(Jvm.isRootsAlone(directory.resolve("absent"))).isFalse();
    }
}
