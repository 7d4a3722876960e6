package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Are command lines told apart, and does a stuck process hold up nobody? */
@Timeout(60)
final class CommandLinesTest {
    @TempDir
    private Path proc;

    private void write(int pid, String text) throws Exception {
        Files.writeString(
                Files.createDirectory(proc.resolve(Integer.toString(pid))).resolve("cmdline"), text);
    }

    private static Map<Integer, String> text(Map<Integer, byte[]> found) {
        return found.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> Seen.latin1(e.getValue())));
    }

    @Test
    void eachIsReadAsItIs() throws Exception {
        write(1, "one\0");
        write(2, "");
        write(4, "ends in newline\n\0");
        write(5, "\n==> " + proc + "/1/cmdline <==\nforged\0");
        write(6, "x".repeat(300));
        write(7, "last\0\n");
        CommandLines lines = new CommandLines(proc);
        assertThat(text(lines.read(List.of(1, 2, 3, 4, 5, 6, 7))))
                .isEqualTo(Map.of(
                        1, "one\0",
                        4, "ends in newline\n\0",
                        5, "\n==> " + proc + "/1/cmdline <==\nforged\0",
                        6, "x".repeat(257),
                        7, "last\0\n"));
        assertThat(lines.abandoned()).isZero();
    }

    @Test
    void aReadThatDoesNotComeBackIsAbandonedAloneAndCounted() throws Exception {
        for (int pid = 1; pid <= 8; pid++) if (pid != 3) write(pid, "p" + pid + "\0");
        Path stuck = Files.createDirectory(proc.resolve("3")).resolve("cmdline");
        assertThat(new ProcessBuilder("mkfifo", stuck.toString()).start().waitFor())
                .isZero();
        CommandLines lines = new CommandLines(proc);
        Map<Integer, byte[]> found = lines.read(List.of(1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(found).doesNotContainKey(3);
        assertThat(lines.abandoned()).isPositive();
        assertThat(found.size() + lines.abandoned()).isEqualTo(8);
    }

    @Test
    void manyAreReadInBatches() throws Exception {
        List<Integer> pids =
                java.util.stream.IntStream.rangeClosed(1, 300).boxed().toList();
        for (int pid : pids) write(pid, "p" + pid + "\0");
        CommandLines lines = new CommandLines(proc);
        assertThat(lines.read(pids).size() + lines.abandoned()).isEqualTo(300);
    }
}
