package dev.linnix.recording;

import dev.linnix.recording.RecordingFiles.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the segments of a recording by its block headers. Not thread-safe. */
final class SegmentIndex {
    /** A week of segments of half a minute. */
    private static final int MOST = 20_160;

    private final List<SegmentInfo> found = new ArrayList<>();
    private SegmentHeader header = SegmentHeader.LOST;
    private long offset;
    private long firstNs;
    private long lastNs;

    private SegmentIndex() {}

    static List<SegmentInfo> of(List<RecordingFile> files) throws IOException {
        SegmentIndex index = new SegmentIndex();
        for (RecordingFile file : files) {
            if (!Files.isRegularFile(file.path()) && !file.listed()) {
                throw new RecordingException(
                        file.path() + ": can only be read from start to end: it is no regular file");
            }
            try (BlockWalk walk = BlockWalk.ofHeaders(file.path())) {
                index.add(file.path(), walk);
            } catch (NoSuchFileException e) {
                if (!file.listed()) throw e;
            }
        }
        return List.copyOf(index.found);
    }

    private void add(Path file, BlockWalk walk) throws IOException {
        SegmentTracker tracker = new SegmentTracker();
        boolean any = false;
        for (BlockHeader block = walk.next(); block != null; block = walk.next()) {
            boolean begins = tracker.begins(block);
            tracker.missing(block);
            if (begins) {
                if (any) put(file);
                any = true;
                begin(file, walk, block);
            }
            // What a gap tells of is not in the segment; an end comes after all that is, gaps too.
            if (block.is(BlockType.GAP) || block.is(BlockType.END)) continue;
            firstNs = Math.min(firstNs, block.firstNs());
            lastNs = Math.max(lastNs, block.lastNs());
        }
        if (any) put(file);
    }

    private void begin(Path file, BlockWalk walk, BlockHeader block) throws RecordingException {
        offset = walk.offset();
        firstNs = block.firstNs();
        lastNs = block.lastNs();
        boolean readable = block.is(BlockType.HEADER)
                && (block.flags() & BlockHeader.ZSTD) == 0
                && block.storedLength() <= SegmentTracker.MAX_HEADER;
        header = readable ? SegmentTracker.header(file, offset, walk.stored(block)) : SegmentHeader.LOST;
    }

    private void put(Path file) throws RecordingException {
        if (found.size() == MOST) throw new RecordingException(file + ": more than " + MOST + " segments");
        found.add(new SegmentInfo(header, file, offset, firstNs, lastNs));
    }
}
