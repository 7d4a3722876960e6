package dev.linnix.recording;

import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.recording.RecordingFiles.RecordingFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording block by block, in constant memory however long it is: each whole block of it, also when parts are
 * damaged, missing or cut off, and says in one line what it skipped.
 *
 * <pre>{@code
 * try (RecordingReader reader = RecordingReader.open(List.of(Path.of("incident.linnix")))) {
 *     for (Block block = reader.next(); block != null; block = reader.next()) { ... }
 *     reader.skipped().ifPresent(System.err::println);
 * }
 * }</pre>
 *
 * <p>The memory of a block is used again for the next one. Not thread-safe; may be handed from thread to thread.
 */
public final class RecordingReader implements AutoCloseable {
    private final List<RecordingFile> files;
    private final Zstd zstd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(BlockHeader.MAX_LENGTH, Long.BYTES);
    private final Skipped skipped = new Skipped();
    private final Parts parts = new Parts(skipped);
    private final SegmentTracker tracker = new SegmentTracker();

    private int nextFile;
    private long startAt;
    private @Nullable BlockWalk walk;
    private Path file = Path.of("");
    private SegmentHeader header = SegmentHeader.LOST;
    private @Nullable SegmentHeader newest;
    private boolean any;
    private boolean loss;

    private RecordingReader(List<RecordingFile> files, Zstd zstd) {
        this.files = files;
        this.zstd = zstd;
    }

    /**
     * {@return a reader of these files, one after the other}
     *
     * @param paths files, which may be pipes; a directory stands for all {@code segment-*.linnix} in it by their numbers
     * @throws RecordingException when one of them is not there or may not be read, a directory has no segment, or the
     *     library for decompression is missing
     */
    public static RecordingReader open(List<Path> paths) throws IOException {
        return new RecordingReader(RecordingFiles.of(paths), Zstd.open());
    }

    /**
     * {@return the next whole block; null at the end}
     *
     * @throws RecordingException when a segment is of another major version of the format, or its header makes no sense
     * @throws IOException when a file cannot be read
     */
    public @Nullable Block next() throws IOException {
        while (true) {
            BlockWalk current = walk != null ? walk : openNext();
            if (current == null) {
                if (!any) skipped.nothing();
                return null;
            }
            BlockHeader found = current.next();
            if (current.loss()) lose();
            if (found == null) closeFile(current);
            else {
                Block block = take(current, found);
                if (block != null) return block;
            }
        }
    }

    private @Nullable BlockWalk openNext() throws IOException {
        while (nextFile < files.size()) {
            RecordingFile next = files.get(nextFile++);
            long from = startAt;
            startAt = 0;
            try {
                file = next.path();
                BlockWalk opened = BlockWalk.ofBlocks(next.path(), from, skipped);
                walk = opened;
                return opened;
            } catch (NoSuchFileException e) {
                if (!next.listed()) throw e;
                skipped.gone();
                lose();
            }
        }
        return null;
    }

    private void closeFile(BlockWalk current) throws IOException {
        walk = null;
        endSegment();
        current.close();
    }

    private void endSegment() {
        parts.interrupt();
        if (!tracker.isOpen()) return;
        skipped.unclosed(file, header);
        tracker.forget();
        lose();
    }

    private void lose() {
        loss = true;
        parts.interrupt();
    }

    private @Nullable Block take(BlockWalk current, BlockHeader found) throws IOException {
        boolean begins = tracker.begins(found);
        if (begins) endSegment();
        long missing = tracker.missing(found);
        if (missing > 0) {
            skipped.missing(missing);
            lose();
        }
        BlockType type = BlockType.of(found.type());
        boolean known = type != null && (found.flags() & ~BlockHeader.KNOWN_FLAGS) == 0;
        MemorySegment payload = known ? unpack(current, found) : null;
        if (begins) enter(headerOf(current, type, payload));
        if (!known) skipped.unknown();
        Block block = type == null || payload == null ? null : block(type, found, payload);
        if (block == null) return null;
        any = true;
        loss = false;
        return block;
    }

    private SegmentHeader headerOf(BlockWalk current, @Nullable BlockType type, @Nullable MemorySegment payload)
            throws RecordingException {
        if (type != BlockType.HEADER || payload == null) return SegmentHeader.LOST;
        return SegmentTracker.header(file, current.offset(), payload);
    }

    private void enter(SegmentHeader next) {
        if (any && !next.continues(header)) lose();
        if (next.isOfRun(header)) skipped.segmentsMissing(Math.max(0, next.segment() - header.segment() - 1));
        if (next.isNewer() && newest == null) newest = next;
        header = next;
    }

    private @Nullable MemorySegment unpack(BlockWalk current, BlockHeader found) {
        MemorySegment payload = memory.asSlice(0, found.rawLength());
        MemorySegment stored = current.stored(found);
        if (!found.is(BlockHeader.ZSTD)) return payload.copyFrom(stored);
        try {
            if (zstd.decompress(stored, payload) == found.rawLength()) return payload;
        } catch (RecordingException e) {
            // counted below, as a wrong length is
        }
        notUnderstood();
        return null;
    }

    private @Nullable Block notUnderstood() {
        skipped.unreadable();
        lose();
        return null;
    }

    private @Nullable Block block(BlockType type, BlockHeader found, MemorySegment part) {
        MemorySegment payload = parts.join(type, found, part);
        if (payload == null) return null;
        return switch (type) {
            case IMAGES -> {
                parts.images(payload);
                yield null;
            }
            case STATE -> {
                Keyframe keyframe = parts.keyframe(payload);
                yield keyframe == null ? null : block(type, found, MemorySegment.NULL, keyframe);
            }
            case RULES -> {
                RuleSet.Source rules = rules(SegmentTracker.text(payload));
                yield rules == null ? notUnderstood() : block(type, found, payload, rules);
            }
            case GAP -> {
                Gap gap = gap(SegmentTracker.text(payload));
                yield gap == null ? notUnderstood() : block(type, found, payload, gap);
            }
            case RECORDS ->
                RecordFraming.end(payload, 0, Long.MAX_VALUE) < 0 ? notUnderstood() : block(type, found, payload, null);
            case HEADER, TRANSITIONS, END -> block(type, found, payload, null);
        };
    }

    private Block block(BlockType type, BlockHeader found, MemorySegment payload, @Nullable Object content) {
        return new Block(type, header, found, payload, loss, content);
    }

    private static RuleSet.@Nullable Source rules(String text) {
        int nul = text.indexOf('\0');
        return nul < 0 ? null : new RuleSet.Source(text.substring(0, nul), text.substring(nul + 1));
    }

    private @Nullable Gap gap(String text) {
        try {
            return Gap.parse(file.toString(), text);
        } catch (RecordingException e) {
            return null; // the caller counts the block
        }
    }

    /** {@return one line that says what was not handed out so far; complete once {@link #next} has returned null} */
    public Optional<String> skipped() {
        return skipped.line();
    }

    /** {@return a sentence about a segment read so far that was written by a newer program} */
    public Optional<String> newer() {
        SegmentHeader segment = newest;
        if (segment == null) return Optional.empty();
        return Optional.of("the recording was written by " + segment.program() + " in format " + segment.format()
                + ", this program knows " + SegmentHeader.FORMAT + ": what is new in it is left out");
    }

    /**
     * {@return the segments in the order they are read, found by block headers alone} What was deleted meanwhile is left out.
     *
     * @throws RecordingException when there are more than 20160, a file is no regular one, a segment is of another major
     *     version of the format, or its header makes no sense
     */
    public List<SegmentInfo> segments() throws IOException {
        return SegmentIndex.of(files);
    }

    /**
     * Makes {@link #next} go on at the beginning of a segment, wherever it was before.
     *
     * @throws IllegalArgumentException when it is no segment of this recording
     */
    public void seek(SegmentInfo segment) throws IOException {
        int index = 0;
        while (index < files.size() && !files.get(index).path().equals(segment.file())) index++;
        if (index == files.size()) throw new IllegalArgumentException(segment.file() + " is not read here");
        BlockWalk current = walk;
        walk = null;
        if (current != null) current.close();
        tracker.forget();
        parts.interrupt();
        nextFile = index;
        startAt = segment.offset();
        header = SegmentHeader.LOST;
        any = false;
        loss = false;
    }

    @Override
    public void close() throws IOException {
        BlockWalk current = walk;
        walk = null;
        try (zstd;
                arena;
                parts) {
            if (current != null) current.close();
        }
    }
}
