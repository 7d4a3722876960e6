package dev.linnix.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.recording.BlockType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Is every whole block still there after SIGKILL at any moment, and does the next start work? Not the whole agent is killed
 * but a process with its recorder, which starts faster.
 */
class KilledRecorderIT {
    private static final int KILLS = 50;
    private static final int HEADER = 48;
    private static final int RECORDS = 5;

    @TempDir
    Path dir;

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RecorderMain.class.getName(),
                        dir.toString())
                .redirectError(dir.resolve("log").toFile())
                .start();
    }

    @Test
    void noWholeBlockIsLostAndTheNextStartWorks() throws Exception {
        Random random = new Random(4);
        for (int kill = 0; kill < KILLS; kill++) {
            String last = runAndKill(random.nextInt(200));
            String[] words = last.split(" ");
            Path file = dir.resolve("recorder").resolve(Segments.name(Long.parseLong(words[0])));
            Walk walk = walk(file);
            assertThat(walk.wholeBytes()).as("kill " + kill).isGreaterThanOrEqualTo(Long.parseLong(words[1]));
            assertThat(RecorderWorld.read(List.of(file)))
                    .as("kill " + kill)
                    .filteredOn(block -> block.type() == BlockType.RECORDS)
                    .hasSize(walk.records());
        }
        // Each start has begun one segment at least; only the last minutes of them are kept.
        List<RecorderWorld.Seen> kept = RecorderWorld.read(List.of(dir.resolve("recorder")));
        assertThat(kept.getFirst().type()).isEqualTo(BlockType.HEADER);
        assertThat(kept.getLast().header().segment()).isGreaterThanOrEqualTo(KILLS);
    }

    /** {@return the last that the process said} */
    private String runAndKill(int turns) throws Exception {
        Process process = launch();
        try (BufferedReader out = process.inputReader()) {
            @Nullable String last = out.readLine();
            assertThat(last).as(Files.readString(dir.resolve("log"))).isNotNull();
            for (int i = 0; i < turns; i++) last = out.readLine();
            // Not by the process itself, which would close what it had said and we have not read.
            process.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // The last line may be cut; then it says less than was written.
                if (line.matches("\\d+ \\d+")) last = line;
            }
            return last;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * What lies in a file, by the lengths in the headers of its blocks.
     *
     * @param wholeBytes up to the end of the last whole block
     * @param records blocks of inputs
     */
    private record Walk(long wholeBytes, int records) {}

    private static Walk walk(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long magic = bytes.getLong(0);
        int at = 0;
        int records = 0;
        while (bytes.capacity() - at >= HEADER && bytes.getLong(at) == magic) {
            int length = HEADER + bytes.getInt(at + 12);
            if (length > bytes.capacity() - at) break;
            if (bytes.getShort(at + 8) == RECORDS) records++;
            at += length;
        }
        return new Walk(at, records);
    }
}
