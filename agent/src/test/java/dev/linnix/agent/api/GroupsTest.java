package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is a group id told only of the process it was asked for? */
class GroupsTest {
    private static final int PID = 77;
    private static final long START_NS = 123_450_000_000L;

    @TempDir
    Path proc;

    private final AtomicLong now = new AtomicLong();
    private Groups groups;

    @BeforeEach
    void start() {
        groups = new Groups(proc, now::get);
    }

    private void process(long startTicks, int uid, int gid) throws IOException {
        Path dir = Files.createDirectories(proc.resolve(String.valueOf(PID)));
        Files.writeString(
                dir.resolve("status"), "Name:\tx\nUid:\t%d\t1\t1\t1\nGid:\t%d\t2\t2\t2\n".formatted(uid, gid));
        Files.writeString(dir.resolve("stat"), PID + " (a) b) S 1" + " 0".repeat(17) + " " + startTicks + " 0 0\n");
    }

    @Test
    void itIsReadOnceForEachProcess() throws IOException {
        process(12_345, 1000, 100);
        assertThat(groups.of(PID, START_NS + 9, 1000, false)).isEqualTo(100);
        process(12_345, 1000, 200);
        assertThat(groups.of(PID, START_NS + 9, 1000, false)).isEqualTo(100);
        assertThat(groups.of(PID, START_NS + 9, 1000, true))
                .as("known before its end")
                .isEqualTo(100);
    }

    @Test
    void thatOfAnotherProcessWithItsPidIsNotTold() throws IOException {
        process(99_999, 1000, 100);
        assertThat(groups.of(PID, START_NS, 1000, false)).isNull();
        process(12_345, 0, 100);
        assertThat(groups.of(PID, START_NS + 1, 1000, false)).isNull();
    }

    @Test
    void ofTheEndedNothingIsRead() throws IOException {
        process(12_345, 1000, 100);
        assertThat(groups.of(PID, START_NS, 1000, true)).isNull();
        assertThat(groups.of(PID, START_NS, 1000, false))
                .as("not remembered as missing")
                .isEqualTo(100);
    }

    @Test
    void whatIsNotThereIsLookedForOnceAndWhatIsTooMuchIsCounted() throws IOException {
        assertThat(groups.of(PID, START_NS, 1000, false)).isNull();
        process(12_345, 1000, 100);
        assertThat(groups.of(PID, START_NS, 1000, false)).isNull();
        for (int i = 1; i < Groups.READS_PER_SECOND; i++) groups.of(1000 + i, 1, 0, false);
        assertThat(groups.refused()).isZero();
        assertThat(groups.of(PID, START_NS + 1, 1000, false)).isNull();
        assertThat(groups.refused()).isEqualTo(1);
        now.addAndGet(1_000_000_000L);
        assertThat(groups.of(PID, START_NS + 1, 1000, false)).isEqualTo(100);
    }
}
