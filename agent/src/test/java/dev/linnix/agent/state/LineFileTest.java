package dev.linnix.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.kernel.Allocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do the two files of a log keep within their room, and is every line whole? */
class LineFileTest {
    private static final long ROOM = 6 * 4096;
    private static final int EACH = 2 * 4096;

    @TempDir
    Path dir;

    private StateDir state;
    private Path now;
    private Path before;

    @BeforeEach
    void open() throws IOException {
        state = StateDir.open(dir);
        now = dir.resolve("log");
        before = dir.resolve("log.1");
    }

    @AfterEach
    void close() throws IOException {
        state.close();
    }

    private long taken() throws IOException {
        long taken = 0;
        for (Path file : List.of(now, before)) {
            if (Files.exists(file)) taken += Allocation.of(file).allocated();
        }
        return taken;
    }

    @Test
    void theFileIsTurnedOverBeforeItGrowsBeyondItsPart() throws IOException {
        try (LineFile log = new LineFile(state, "log", ROOM, Long.MAX_VALUE)) {
            for (int i = 0; i < 100; i++) {
                log.append("x".repeat(1023).getBytes(StandardCharsets.UTF_8));
                assertThat(Files.size(now)).isLessThanOrEqualTo(EACH);
                assertThat(taken()).isLessThanOrEqualTo(ROOM);
            }
        }
        assertThat(Files.readAllLines(now)).hasSize(4).allMatch(line -> line.length() == 1023);
        assertThat(Files.readAllLines(before)).hasSize(8);
    }

    @Test
    void aLineThatDoesNotFitIsRefusedAndTheNextIsNot() throws IOException {
        try (LineFile log = new LineFile(state, "log", ROOM, 100)) {
            assertThatThrownBy(() -> log.append(new byte[100])).hasMessageContaining("101 bytes: log may hold 100");
            log.append("next".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.readString(now)).isEqualTo("next\n");
    }

    @Test
    void whatAnEarlierRunWithMoreRoomHasLeftMakesRoom() throws IOException {
        Files.write(now, new byte[EACH + 100]);
        Files.write(before, new byte[(int) ROOM]);
        try (LineFile log = new LineFile(state, "log", ROOM, Long.MAX_VALUE)) {
            log.append("new".getBytes(StandardCharsets.UTF_8));
            assertThat(taken()).isLessThanOrEqualTo(ROOM);
        }
        assertThat(Files.size(before)).as("it became the older one").isEqualTo(EACH + 100);
        assertThat(Files.readString(now)).isEqualTo("new\n");
    }

    @Test
    void whatAnEarlierRunHasLeftWithinTheRoomIsKept() throws IOException {
        Files.write(now, new byte[EACH - 100]);
        Files.write(before, new byte[EACH]);
        try (LineFile log = new LineFile(state, "log", ROOM, Long.MAX_VALUE)) {
            log.append("new".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.size(now)).isEqualTo(EACH - 96);
        assertThat(before).exists();
    }
}
