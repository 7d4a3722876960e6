package dev.linnix.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.recorder.Segments.Segment;
import dev.linnix.agent.state.StateDir;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is what an earlier run left taken over, and is what is asked for handed out? */
class SegmentsTest {
    private static final long SECOND = RecorderWorld.SECOND;
    private static final long HOUR = 3600 * SECOND;

    @TempDir
    Path temp;

    /** Leaves three segments of half a minute, and the end of a fourth. */
    private void leave() throws IOException {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.pass(100);
            world.stop();
        }
    }

    private List<Segment> open(long mostBytes, long mostNs) throws IOException {
        try (StateDir state = StateDir.open(temp);
                Segments segments = Segments.open(state.below("recorder"), mostBytes, mostNs)) {
            return segments.list();
        }
    }

    private Path file(long number) {
        return temp.resolve("recorder").resolve(Segments.name(number));
    }

    @Test
    void leftoversKeepTheirTimesAndTheNumbersGoOn() throws Exception {
        leave();
        List<Segment> before = open(64 << 20, HOUR);
        assertThat(before).extracting(Segment::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(before.getFirst().firstNs()).isBetween(RecorderWorld.WALL, RecorderWorld.WALL + 101 * SECOND);
        assertThat(before.getFirst().lastNs() - before.getFirst().firstNs()).isBetween(29 * SECOND, 33 * SECOND);
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.stop();
            assertThat(file(5)).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(5))))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void leftoversBeyondTheLimitsAreRemovedAtTheStart() throws Exception {
        leave();
        long newest;
        try (StateDir state = StateDir.open(temp)) {
            newest = state.mostOnDisk(Files.size(file(4)));
        }
        assertThat(open(64 << 20, 20 * SECOND)).extracting(Segment::number).containsExactly(3L, 4L);
        assertThat(file(2)).doesNotExist();
        assertThat(open(newest, HOUR)).extracting(Segment::number).containsExactly(4L);
    }

    @Test
    void brokenFilesDoNotStopTheStart() throws Exception {
        leave();
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        Files.write(file(2), noise);
        Files.write(file(3), java.util.Arrays.copyOf(Files.readAllBytes(file(3)), 100));
        Files.createFile(file(5));
        Files.createDirectory(file(6));
        Files.createSymbolicLink(file(7), file(1));
        Files.createFile(temp.resolve("recorder/notes"));
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.fork(7);
            world.stop();
            assertThat(world.recording.problem()).isNull();
            assertThat(Objects.requireNonNull(world.recording.segments()).list())
                    .extracting(Segment::number)
                    .containsExactly(1L, 2L, 3L, 4L, 8L);
        }
        assertThat(temp.resolve("recorder/notes")).exists();
        assertThat(file(7)).isSymbolicLink();
    }

    @Test
    void whatIsBegunIsThereForReadersOnceItsBeginningIsWritten() throws Exception {
        try (StateDir state = StateDir.open(temp);
                Segments segments = Segments.open(state.below("recorder"), 64 << 20, HOUR)) {
            segments.begin(segments.nextNumber(), SECOND, 0).close();
            assertThat(segments.list()).isEmpty();
            assertThat(segments.from(0)).isNull();
            segments.discard();
            assertThat(file(1)).doesNotExist();
            segments.begin(segments.nextNumber(), SECOND, 0).close();
            segments.begun();
            assertThat(segments.list()).extracting(Segment::number).containsExactly(1L);
        }
    }

    @Test
    void whatCannotBeDiscardedIsEndedSoThatItMakesRoomInItsTurn() throws Exception {
        try (StateDir state = StateDir.open(temp);
                Segments segments = Segments.open(state.below("recorder"), 100_000, HOUR)) {
            try (SegmentFile file = segments.begin(1, SECOND, 0)) {
                file.write(ByteBuffer.allocate(90_000));
                Files.delete(file(1));
                Files.createDirectory(file(1));
                segments.discard();
                assertThat(segments.list()).hasSize(1).allMatch(Segment::ended);
                assertThat(segments.nextNumber()).isEqualTo(2);
            }
            Files.delete(file(1));
            try (SegmentFile file = segments.begin(2, SECOND, 0)) {
                file.write(ByteBuffer.allocate(90_000));
                segments.begun();
            }
            assertThat(segments.list()).extracting(Segment::number).containsExactly(2L);
        }
    }

    private static Instant at(RecorderWorld world) {
        return Transfers.wall(world.nowNs.get() + RecorderWorld.WALL);
    }

    private static Transfers transfers(RecorderWorld world) {
        return new Transfers(
                world.recording::segments, world.handoff::wantKeyframe, world.recording::problem, world.clock);
    }

    @Test
    void aTimeIsSavedAsTheSegmentsThatHoldAnyOfIt() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            Instant before = at(world);
            world.begin();
            world.pass(45);
            Instant middle = at(world);
            world.pass(60);
            Transfers transfers = transfers(world);
            assertThat(transfers.find(Instant.MIN, Instant.MAX)).containsExactly(1L, 2L, 3L, 4L);
            assertThat(transfers.find(middle, middle)).containsExactly(2L);
            assertThat(transfers.find(Instant.MIN, middle)).containsExactly(1L, 2L);
            assertThat(transfers.find(middle, Instant.MAX)).containsExactly(2L, 3L, 4L);
            assertThat(transfers.find(Instant.MIN, before.minusSeconds(1))).isEmpty();
            assertThat(transfers.isWrittenUpTo(middle)).isTrue();
            assertThat(transfers.isWrittenUpTo(at(world).plusSeconds(1))).isFalse();

            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            transfers.save(List.of(2L, 99L, 3L), (bytes, length) -> saved.write(bytes, 0, length));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            expected.writeBytes(Files.readAllBytes(file(2)));
            expected.writeBytes(Files.readAllBytes(file(3)));
            assertThat(saved.toByteArray()).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void whatHappenedJustBeforeARequestIsInThoughASegmentWasOnItsWayAlready() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.tick(SECOND);
            world.handoff.wantKeyframe();
            world.tick(SECOND / 4);
            assertThat(world.handoff.openingWaits()).isTrue();
            byte[] last = world.fork(7).toArray(ValueLayout.JAVA_BYTE);
            AtomicBoolean asked = new AtomicBoolean();
            Transfers transfers = new Transfers(
                    world.recording::segments,
                    sinceNs -> {
                        world.handoff.wantKeyframe(sinceNs);
                        asked.set(true);
                        world.pump();
                    },
                    () -> {
                        // Each look lets some time pass.
                        if (asked.get()) world.pass(2);
                        return world.recording.problem();
                    },
                    world.clock);
            assertThat(transfers.beginSegment()).isTrue();
            List<Path> ended = transfers.find(Instant.MIN, Instant.MAX).stream()
                    .filter(number -> number < segments(world).newest())
                    .map(this::file)
                    .toList();
            byte[] inputs = RecorderWorld.inputs(RecorderWorld.read(ended));
            assertThat(HexFormat.of().formatHex(inputs)).contains(HexFormat.of().formatHex(last));
        }
    }

    @Test
    void aFollowerGetsWhatIsWrittenAndGoesOnWithTheOldestWhenItIsTooSlow() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp, 64 << 20, 60 * SECOND)) {
            world.begin();
            world.pass(5);
            Transfers transfers = transfers(world);
            AtomicBoolean wanted = new AtomicBoolean(true);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            List<Integer> pieces = new ArrayList<>();
            // The reader lets five minutes pass before it takes the second piece.
            transfers.follow(() -> false, wanted::get, (bytes, length) -> {
                got.write(bytes, 0, length);
                pieces.add(length);
                if (pieces.size() == 1) world.pass(300);
                else if (got.toString(java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains("segment: " + segments(world).newest())) wanted.set(false);
            });
            Path file = temp.resolve("followed.linnix");
            Files.write(file, got.toByteArray());
            List<Long> numbers = RecorderWorld.read(List.of(file)).stream()
                    .map(block -> block.header().segment())
                    .distinct()
                    .toList();
            assertThat(numbers)
                    .startsWith(1L)
                    .doesNotContain(2L)
                    .endsWith(segments(world).newest());
        }
    }

    @Test
    void whoFollowsARecorderThatFailsGetsAllThatIsWrittenAndTheReason() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            world.begin();
            world.pass(5);
            // The next segment cannot be begun, since its file is there already.
            Files.createDirectory(file(2));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            Transfers.Sink sink = (bytes, length) -> {
                if (got.size() == 0) {
                    world.fork(7);
                    world.handoff.wantKeyframe();
                    world.tick(SECOND / 4);
                    world.pump();
                }
                got.write(bytes, 0, length);
            };
            assertThatThrownBy(() -> transfers(world).follow(() -> false, () -> true, sink))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the flight recorder is off: ")
                    .hasMessageContaining(Segments.name(2));
            assertThat(got.toByteArray()).isEqualTo(Files.readAllBytes(file(1)));
        }
    }

    private static Segments segments(RecorderWorld world) {
        return Objects.requireNonNull(world.recording.segments());
    }

    @Test
    void aClockThatIsSetChangesNothingOfWhatWasBefore() throws Exception {
        AtomicLong wallNs = new AtomicLong(1_800_000_000L * SECOND);
        WallClock clock = new WallClock(() -> 200 * SECOND, () -> wallNs.get() + 200 * SECOND);
        try (StateDir state = StateDir.open(temp);
                Segments segments = Segments.open(state.below("recorder"), 64 << 20, HOUR)) {
            begin(segments, 100, wallNs.get());
            wallNs.addAndGet(24 * HOUR);
            begin(segments, 150, wallNs.get());
            Transfers transfers = new Transfers(() -> segments, _ -> {}, () -> null, clock);
            try (Excerpt excerpt = transfers.excerpt(90 * SECOND, 1 << 20, false)) {
                assertThat(excerpt.size()).isEqualTo(20);
            }
            assertThat(segments.hasBegunSince(150 * SECOND)).isTrue();
            assertThat(segments.hasBegunSince(151 * SECOND)).isFalse();
            wallNs.addAndGet(-48 * HOUR);
            assertThat(segments.hasBegunSince(151 * SECOND)).isFalse();
            assertThat(transfers.isWrittenUpTo(150 * SECOND)).isTrue();
            assertThat(transfers.isWrittenUpTo(151 * SECOND)).isFalse();
        }
    }

    /** Its reader would take it for one that broke off. */
    @Test
    void anExcerptDoesWithoutTheSegmentThatIsBeingWritten() throws Exception {
        WallClock clock = new WallClock(() -> 200 * SECOND, () -> 200 * SECOND);
        try (StateDir state = StateDir.open(temp);
                Segments segments = Segments.open(state.below("recorder"), 64 << 20, HOUR)) {
            begin(segments, 100, 0);
            Transfers transfers = new Transfers(() -> segments, _ -> {}, () -> null, clock);
            try (SegmentFile file = segments.begin(segments.nextNumber(), 150 * SECOND, 0)) {
                file.write(ByteBuffer.allocate(10));
                segments.begun();
                assertThat(size(transfers, false)).isEqualTo(20);
                assertThat(size(transfers, true)).isEqualTo(10);
            }
            assertThat(size(transfers, true)).isEqualTo(20);
        }
    }

    private static long size(Transfers transfers, boolean ended) throws IOException {
        try (Excerpt excerpt = transfers.excerpt(90 * SECOND, 1 << 20, ended)) {
            return excerpt.size();
        }
    }

    private static void begin(Segments segments, long seconds, long offsetNs) throws IOException {
        try (SegmentFile file = segments.begin(segments.nextNumber(), seconds * SECOND, offsetNs)) {
            file.write(ByteBuffer.allocate(10));
            segments.begun();
        }
    }
}
