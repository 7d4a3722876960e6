package dev.linnix.agent.evidence.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.LimitedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does a helper get what it needs and nothing else, and does nothing of it outlive its deadline? */
@Timeout(60)
final class HelperCommandsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    private final HelperCommands commands = new HelperCommands();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Commands.Result sh(String script, Duration timeout) throws Exception {
        return commands.run(List.of("sh", "-c", script), out, timeout);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitDeath(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        await().until(() -> !lives(pid));
    }

    @Test
    void outputErrorsAndStatusAreKept() throws Exception {
        Commands.Result result = sh("echo out; echo err >&2; exit 3", LONG);
        assertThat(out()).isEqualTo("out\n");
        assertThat(result).isEqualTo(new Commands.Result(3, "err\n", false));
    }

    @Test
    void aSignalIsTold() throws Exception {
        assertThat(sh("kill -SEGV $$", LONG).exit()).isEqualTo(128 + 11);
    }

    @Test
    void noShellLooksAtArguments() throws Exception {
        commands.run(List.of("printf", "%s|", "$HOME", "a b", "*", ";id"), out, LONG);
        assertThat(out()).isEqualTo("$HOME|a b|*|;id|");
    }

    @Test
    void theEnvironmentIsFixed() throws Exception {
        sh("pwd; ls -l /proc/self/fd/0 | sed 's/.*-> //'", LONG);
        commands.run(List.of("env"), out, LONG);
        assertThat(out().lines())
                .containsExactlyInAnyOrder("/", "/dev/null", "PATH=" + HelperCommands.PATH, "LC_ALL=C.UTF-8", "TZ=UTC");
    }

    @Test
    void itLeadsASessionOfItsOwn() throws Exception {
        sh("cut -d' ' -f1,5,6 /proc/$$/stat", LONG);
        assertThat(out()).matches("(\\d+) \\1 \\1\n");
    }

    @Test
    void allOfALargeOutputComes() throws Exception {
        assertThat(sh("head -c 3000000 /dev/zero; head -c 100000 /dev/zero >&2", LONG))
                .satisfies(result -> assertThat(result.ok()).isTrue())
                .satisfies(result -> assertThat(result.error()).hasSize(4096));
        assertThat(out.size()).isEqualTo(3_000_000);
    }

    @Test
    void whatHangsIsKilledAndWhatItSaidIsKept() throws Exception {
        Path pid = directory.resolve("pid");
        Commands.Result result = sh("echo $$ > " + pid + "; echo before; exec sleep 1000", Duration.ofMillis(1500));
        assertThat(result.late()).isTrue();
        assertThat(result.ok()).isFalse();
        assertThat(result.exit()).isEqualTo(-1);
        assertThat(out()).isEqualTo("before\n");
        awaitDeath(pid);
        assertThat(commands.abandoned()).isZero();
    }

    @Test
    void childrenDieWithIt() throws Exception {
        Path pid = directory.resolve("pid");
        assertThat(sh("sleep 1000 & echo $! > " + pid + "; wait", Duration.ofMillis(1500))
                        .late())
                .isTrue();
        awaitDeath(pid);
    }

    @Test
    void childrenThatItLeavesBehindDieAndHoldUpNobody() throws Exception {
        Path pid = directory.resolve("pid");
        Commands.Result result = sh("sleep 1000 & echo $! > " + pid + "; echo done", LONG);
        assertThat(result.ok()).isTrue();
        assertThat(out()).isEqualTo("done\n");
        awaitDeath(pid);
    }

    @Test
    void whatPrintsWithoutEndIsEndedWhenEnoughIsThere() throws Exception {
        long[] taken = {0};
        Commands.Result result = commands.run(
                List.of("cat", "/dev/zero"),
                new LimitedStream() {
                    @Override
                    public boolean isFull() {
                        return taken[0] > 100_000;
                    }

                    @Override
                    public void write(int b) {
                        taken[0]++;
                    }
                },
                LONG);
        assertThat(result.late()).isFalse();
        assertThat(result.ok()).isTrue();
        assertThat(taken[0]).isBetween(100_000L, 1_000_000L);
    }

    @Test
    void whatPrintsWithoutEndIsEndedAtTheDeadline() throws Exception {
        assertThat(commands.run(List.of("cat", "/dev/zero"), OutputStream.nullOutputStream(), SHORT)
                        .late())
                .isTrue();
    }

    @Test
    void aSinkThatFailsEndsIt() throws Exception {
        Path pid = directory.resolve("pid");
        OutputStream fails = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        assertThatThrownBy(() -> commands.run(
                        List.of("sh", "-c", "echo $$ > " + pid + "; echo x; exec sleep 1000"), fails, LONG))
                .hasMessage("disk full");
        awaitDeath(pid);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> commands.run(List.of("no-such-program"), out, LONG))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no-such-program")
                .hasMessageContaining("is not installed in " + HelperCommands.PATH);
        assertThatThrownBy(() -> commands.run(List.of("/no/such/program"), out, LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/program cannot be run: No such file or directory");
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        Path pid = directory.resolve("pid");
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                sh("echo $$ > " + pid + "; exec sleep 1000", LONG);
            } catch (InterruptedException e) {
                interrupted.set(true);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
        caller.interrupt();
        caller.join();
        assertThat(interrupted).isTrue();
        awaitDeath(pid);
    }

    @Test
    void whatDoesNotDieIsCountedAndBounded() throws Exception {
        // What a process in the kernel does that no signal reaches: it lives on after being killed.
        HelperCommands stuck = new HelperCommands(new Reaping() {
            @Override
            boolean end(Process helper, boolean ended, long millis) {
                return false;
            }
        });
        for (int i = 0; i < 8; i++) stuck.run(List.of("sleep", "20"), out, Duration.ofMillis(20));
        assertThat(stuck.abandoned()).isEqualTo(8);
        assertThatThrownBy(() -> stuck.run(List.of("true"), out, LONG))
                .hasMessageContaining("8 helper processes are stuck already");
        ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("sleep"))
                .forEach(ProcessHandle::destroyForcibly);
        await().untilAsserted(() -> stuck.run(List.of("true"), out, LONG));
    }

    @Test
    void aFileIsReadAsFarAsAsked() throws Exception {
        Path file = Files.writeString(directory.resolve("-file"), "0123456789");
        assertThat(commands.read(file, 4, out, LONG).ok()).isTrue();
        assertThat(out()).isEqualTo("0123");
        assertThat(commands.read(directory.resolve("none"), 4, out, LONG).error())
                .contains("No such file");
    }
}
