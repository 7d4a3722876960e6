package dev.linnix.agent.recorder;

import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.recorder.Segments.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out what is recorded, straight from the files, a piece at a time: a recording is its segments, one after the other.
 * A segment that had to make room meanwhile is passed over; its reader sees by the numbers that it is missing. Thread-safe;
 * each call may take long and belongs to a thread of its own.
 */
public final class Transfers {
    /** Longest piece, bytes. */
    static final int PIECE = 16 << 10;

    private static final long BEGIN_MILLIS = 3000;
    private static final long LOOK_MILLIS = 250;
    private static final long SECOND = RecordedEngine.SECOND;

    private static final System.Logger LOG = System.getLogger(Transfers.class.getName());

    /** Takes a recording, a piece at a time. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the first {@code length} bytes, before it returns. */
        void write(byte[] bytes, int length) throws IOException;
    }

    private final Supplier<@Nullable Segments> opened;
    private final LongConsumer wantSegment;
    private final Supplier<@Nullable String> problem;
    private final WallClock clock;

    /**
     * Creates it.
     *
     * @param opened what is on disk; null while the directory is not open
     * @param wantSegment asks for a segment that begins at this event time or later, ns
     * @param problem why nothing is recorded; null while something is
     */
    Transfers(
            Supplier<@Nullable Segments> opened,
            LongConsumer wantSegment,
            Supplier<@Nullable String> problem,
            WallClock clock) {
        this.opened = opened;
        this.wantSegment = wantSegment;
        this.problem = problem;
        this.clock = clock;
    }

    /** {@return the instant so many ns after 1970-01-01 UTC} */
    static Instant wall(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, SECOND), Math.floorMod(ns, SECOND));
    }

    /** {@return why nothing is recorded at present; null while something is} */
    public @Nullable String problem() {
        return problem.get();
    }

    /**
     * Has the present segment ended, so that all that happened before this call can be handed out, and the next one begun.
     * Waits for that, for a bounded time; a recorder that is off is not waited for.
     *
     * @return whether a segment began
     */
    public boolean beginSegment() throws InterruptedException {
        Segments segments = opened.get();
        if (segments == null || problem.get() != null) return false;
        long now = clock.nowNs();
        wantSegment.accept(now);
        long deadline = System.nanoTime() + Duration.ofMillis(BEGIN_MILLIS).toNanos();
        while (!segments.hasBegunSince(now)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || problem.get() != null) return false;
            segments.awaitChange(Math.min(left, LOOK_MILLIS));
        }
        return true;
    }

    /** {@return whether all that happened up to then, CLOCK_BOOTTIME in ns, is written} */
    public boolean isWrittenUpTo(long bootNs) {
        Segments segments = opened.get();
        Segment newest = segments == null ? null : segments.from(segments.newest());
        return newest != null && newest.reaches(bootNs, clock.offsetNs());
    }

    /** {@return whether all that happened up to then is written} */
    public boolean isWrittenUpTo(Instant to) {
        Segments segments = opened.get();
        Segment newest = segments == null ? null : segments.from(segments.newest());
        return newest != null && !wall(newest.lastNs()).isBefore(to);
    }

    /** {@return numbers of the segments that hold anything of this time, the oldest first} */
    public List<Long> find(Instant from, Instant to) {
        Segments segments = opened.get();
        if (segments == null) return List.of();
        return segments.list().stream()
                .filter(s ->
                        !wall(s.lastNs()).isBefore(from) && !wall(s.firstNs()).isAfter(to))
                .map(Segment::number)
                .toList();
    }

    /**
     * Hands out whole segments, as far as they are written now.
     *
     * @param numbers from {@link #find}
     */
    public void save(List<Long> numbers, Sink sink) throws IOException {
        Segments segments = opened.get();
        if (segments == null) return;
        byte[] piece = new byte[PIECE];
        for (long number : numbers) {
            Segment segment = segments.from(number);
            if (segment == null || segment.number() != number) continue;
            try (FileChannel file = segments.read(number)) {
                copy(file, 0, segment.bytes(), piece, sink);
            } catch (NoSuchFileException e) {
                LOG.log(System.Logger.Level.DEBUG, "segment {0} had to make room while it was to be saved", number);
            }
        }
    }

    /**
     * {@return the newest whole segments that hold anything since then, as many as fit; empty when there are none}
     *
     * @param sinceNs CLOCK_BOOTTIME, ns
     * @param most bytes of all together
     * @param ended without the segment that is being written, which a reader takes for one that broke off
     */
    @SuppressWarnings("StreamResourceLeak") // the excerpt closes them
    public Excerpt excerpt(long sinceNs, long most, boolean ended) throws IOException {
        Excerpt excerpt = new Excerpt();
        Segments segments = opened.get();
        if (segments == null) return excerpt;
        try {
            for (Segment segment : segments.list().reversed()) {
                if (segment.bytes() == 0 || (ended && !segment.ended())) continue;
                if (!segment.reaches(sinceNs, clock.offsetNs())) return excerpt;
                if (excerpt.size() + segment.bytes() > most) {
                    excerpt.isCut();
                    return excerpt;
                }
                excerpt.addBefore(segments.read(segment.number()), segment.bytes());
            }
        } catch (NoSuchFileException e) {
            // What is older than one that had to make room just now has gone as well.
            excerpt.isCut();
        } catch (IOException | RuntimeException e) {
            excerpt.close();
            throw e;
        }
        return excerpt;
    }

    /** {@return where it has come to} */
    private static long copy(FileChannel file, long from, long to, byte[] piece, Sink sink) throws IOException {
        long at = from;
        while (at < to) {
            int read = file.read(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, to - at)), at);
            if (read < 0) break;
            sink.write(piece, read);
            at += read;
        }
        return at;
    }

    /**
     * Hands out what is recorded from the newest segment on, block by block as it is written, until it is over; then
     * also what happened until then and is not written yet. To be called when a segment has begun. A reader that is so slow
     * that its segment had to make room goes on with the oldest there is.
     *
     * @param over asked again and again, whether it is
     * @param wanted asked again and again, whether anybody still reads
     * @throws IOException when the sink or a file fails, or when the recorder is off: then the recording is not whole
     */
    public void follow(BooleanSupplier over, BooleanSupplier wanted, Sink sink)
            throws IOException, InterruptedException {
        Segments segments = opened.get();
        if (segments == null) throw new IOException(problem.get());
        try (Place place = new Place(segments, sink)) {
            while (!over.getAsBoolean()) {
                if (!wanted.getAsBoolean()) return;
                if (place.advance(Long.MAX_VALUE)) continue;
                String why = problem.get();
                if (why != null) throw new IOException("the flight recorder is off: " + why);
                segments.awaitChange(LOOK_MILLIS);
            }
            boolean whole = beginSegment();
            String why = problem.get();
            if (!whole && why != null) throw new IOException("the flight recorder is off: " + why);
            long last = whole ? segments.newest() - 1 : segments.newest();
            while (wanted.getAsBoolean() && place.advance(last)) {}
        }
    }

    /** How far a reader has come. Confined to its thread. */
    private static final class Place implements AutoCloseable {
        private final Segments segments;
        private final Sink sink;
        private final byte[] piece = new byte[PIECE];
        private long number;
        private long at;
        private @Nullable FileChannel file;

        Place(Segments segments, Sink sink) {
            this.segments = segments;
            this.sink = sink;
            number = segments.newest();
        }

        /** {@return whether there was anything new, up to the end of segment {@code last}} */
        boolean advance(long last) throws IOException {
            Segment segment = segments.from(number);
            if (segment == null || segment.number() > last) return false;
            FileChannel from = file;
            if (from == null || segment.number() != number) {
                close();
                number = segment.number();
                at = 0;
                try {
                    from = segments.read(number);
                } catch (NoSuchFileException e) {
                    // It had to make room just now.
                    number++;
                    return true;
                }
                file = from;
            }
            long before = at;
            at = copy(from, at, segment.bytes(), piece, sink);
            if (!segment.ended()) return at > before;
            close();
            number++;
            return true;
        }

        @Override
        public void close() throws IOException {
            FileChannel closing = file;
            file = null;
            if (closing != null) closing.close();
        }
    }
}
