package dev.linnix.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.recorder.RecorderWorld.Seen;
import dev.linnix.agent.recorder.Segments.Segment;
import dev.linnix.agent.state.StateDir;
import dev.linnix.recording.BlockType;
import dev.linnix.recording.SegmentHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Are segments begun, ended and removed when they should be, and what becomes of a disk that fails? */
class RecordingTest {
    private static final long SECOND = RecorderWorld.SECOND;

    @TempDir
    Path temp;

    private static Segments segments(RecorderWorld world) {
        return Objects.requireNonNull(world.recording.segments());
    }

    private static long onDisk(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void aSegmentEndsAfterHalfAMinuteAndTheNextGoesOnWithoutALoss() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.pass(100);
            world.stop();
            List<Segment> list = segments(world).list();
            assertThat(list).extracting(Segment::number).containsExactly(1L, 2L, 3L, 4L);
            assertThat(list).allMatch(Segment::ended);
            assertThat(list.getFirst().lastNs() - list.getFirst().firstNs()).isBetween(30 * SECOND, 33 * SECOND);
            List<Seen> blocks = world.read();
            assertThat(blocks).filteredOn(b -> b.type() == BlockType.END).hasSize(4);
            assertThat(blocks).noneMatch(b -> b.type() == BlockType.GAP);
            SegmentHeader header = blocks.getFirst().header();
            assertThat(header.pidMax()).isEqualTo(4_194_304);
            assertThat(header.wallOffsetNs()).isEqualTo(RecorderWorld.WALL);
            assertThat(header.program()).isEqualTo("linnix test");
            // 400 ticks, without the one at which the first state was saved.
            assertThat(RecorderWorld.inputs(blocks)).hasSize(400 * 16);
        }
    }

    @Test
    void theDiskNeverHoldsMoreThanTheLimitAndTheOldestMakesRoom() throws Exception {
        long most = 200_000;
        try (RecorderWorld world = new RecorderWorld(temp, most, 60 * 60 * SECOND)) {
            world.begin();
            for (int i = 0; i < 200; i++) {
                for (int k = 0; k < 10; k++) world.noise();
                world.pass(2);
                assertThat(onDisk(world.dir)).isLessThanOrEqualTo(most);
            }
            List<Segment> list = segments(world).list();
            assertThat(list).hasSizeGreaterThan(3);
            assertThat(list.getFirst().number()).isGreaterThan(1);
            assertThat(list.stream().mapToLong(Segment::bytes).sum()).isEqualTo(onDisk(world.dir));
            assertThat(world.recording.problem()).isNull();
        }
    }

    @Test
    void whatIsOlderThanIsToBeKeptIsRemoved() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp, 64 << 20, 60 * SECOND)) {
            world.begin();
            world.pass(300);
            List<Segment> list = segments(world).list();
            long kept = list.getLast().lastNs() - list.getFirst().firstNs();
            assertThat(kept).isBetween(60 * SECOND, 130 * SECOND);
            assertThat(world.dir.resolve(Segments.name(1))).doesNotExist();
        }
    }

    @Test
    void withoutRoomForOneSegmentItIsOffWithTheReasonAndTheEngineGoesOn() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp, 300, 60 * SECOND)) {
            world.begin();
            assertThat(world.recording.problem()).contains("recorder.size, 300 bytes, is too small");
            for (int i = 0; i < 3; i++) world.fork(100 + i);
            world.tick(SECOND);
            assertThat(world.engine.view().status().firing()).isEqualTo(1);
            assertThat(world.dropped(DropReason.DISK)).isEqualTo(4);
            assertThat(onDisk(world.dir))
                    .as("a beginning that failed takes no room")
                    .isZero();
        }
    }

    @Test
    void aDiskThatFailsIsTriedAgainAfterOneTwoFourSecondsAndThenItIsWellAgain() throws Exception {
        AtomicReference<Integer> tries = new AtomicReference<>(0);
        try (StateDir state = StateDir.open(temp)) {
            RecorderWorld world = new RecorderWorld(temp, null, 64 << 20, () -> {
                tries.set(tries.get() + 1);
                if (tries.get() <= 3) throw new IOException("No space left on device");
                return Segments.open(state.below("recorder"), 64 << 20, 60 * SECOND);
            });
            world.pump();
            assertThat(world.recording.problem()).isEqualTo("no space left on device");
            long begin = world.nowNs.get();
            for (int quarter = 1; quarter <= 32; quarter++) {
                world.tick(SECOND / 4);
                world.pump();
                long seconds = (world.nowNs.get() - begin) / SECOND;
                assertThat(tries.get()).isEqualTo(seconds < 1 ? 1 : seconds < 3 ? 2 : seconds < 7 ? 3 : 4);
            }
            assertThat(world.recording.problem()).isNull();
            long dropped = world.dropped(DropReason.DISK);
            assertThat(dropped).isBetween(27L, 29L);
            world.stop();
            List<Seen> blocks = world.read();
            Seen gap = blocks.stream()
                    .filter(b -> b.type() == BlockType.GAP)
                    .findFirst()
                    .orElseThrow();
            assertThat(RecorderWorld.types(blocks))
                    .startsWith(BlockType.HEADER, BlockType.RULES, BlockType.STATE, BlockType.GAP);
            assertThat(Objects.requireNonNull(gap.gap()).records()).isEqualTo(dropped);
            assertThat(gap.gap().reason()).isEqualTo("disk");
        }
    }

    @Test
    void aSegmentThatFailsIsGivenUpAndWhatFollowsBeginsAnew() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.fork(7);
            world.pass(2);
            // The next segment cannot be begun, since its file is there already.
            Path taken = Files.createDirectory(world.dir.resolve(Segments.name(2)));
            world.handoff.wantKeyframe();
            world.pass(1);
            assertThat(world.recording.problem()).contains(Segments.name(2));
            world.fork(8);
            world.pass(3);
            assertThat(world.recording.problem()).isNull();
            world.stop();
            Files.delete(taken);
            List<Seen> blocks = world.read();
            assertThat(blocks.getLast().header().segment()).isEqualTo(3);
            assertThat(blocks).filteredOn(b -> b.type() == BlockType.GAP).hasSize(1);
            assertThat(blocks).filteredOn(b -> b.type() == BlockType.END).hasSize(2);
        }
    }

    @Test
    void aBeginningThatFailsLeavesItsNumberToTheNextSoThatNoSegmentSeemsToBeMissing() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp, 40_000, 60 * 60 * SECOND)) {
            world.begin();
            while (segments(world).list().getFirst().number() == 1) fill(world, 10);
            // The oldest cannot make room, since its file is something else now.
            Path oldest = world.dir.resolve(
                    Segments.name(segments(world).list().getFirst().number()));
            Files.delete(oldest);
            Files.createDirectory(oldest);
            // Until there is no room for the beginning of a segment either.
            while (world.recording.problem() == null) fill(world, 1);
            long newest = segments(world).newest();
            world.pass(10);
            assertThat(world.recording.problem()).contains(oldest.getFileName().toString());
            assertThat(segments(world).newest()).isEqualTo(newest);
            Files.delete(oldest);
            for (int i = 0; i < 70 && world.recording.problem() != null; i++) world.pass(1);
            assertThat(world.recording.problem()).isNull();
            assertThat(segments(world).newest()).isEqualTo(newest + 1);
            world.stop();
            assertThat(world.read())
                    .filteredOn(b -> b.type() == BlockType.HEADER)
                    .extracting(b -> b.header().segment())
                    .endsWith(newest, newest + 1);
        }
    }

    private static void fill(RecorderWorld world, int kilobytes) {
        for (int i = 0; i < kilobytes; i++) world.noise();
        world.pass(10);
    }

    @Test
    void whatIsWaitingAtTheEndIsWritten() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.fork(7);
            world.stop();
            assertThat(RecorderWorld.types(world.read())).endsWith(BlockType.RECORDS, BlockType.END);
        }
    }
}
