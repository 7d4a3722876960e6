package dev.linnix.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what a reader could not hand out, for one line that says so. Not thread-safe. */
final class Skipped {
    private long bytes;
    private long places;
    private String firstPlace = "";
    private long blocks;
    private long segments;
    private long unreadable;
    private long unknown;
    private long incomplete;
    private long gone;
    private long cuts;
    private long cutBytes;
    private String firstCut = "";
    private long unclosed;
    private String firstUnclosed = "";
    private boolean nothing;

    /** Bytes that are no whole block. */
    void bytes(Path file, long from, long to) {
        if (places++ == 0) firstPlace = "byte " + from + " of " + file;
        bytes += to - from;
    }

    /** The file ends within a block. */
    void cut(Path file, long length) {
        if (cuts++ == 0) firstCut = file.toString();
        cutBytes += length;
    }

    /** Numbers of blocks that never came. */
    void missing(long count) {
        blocks += count;
    }

    /** Numbers of segments that never came. */
    void segmentsMissing(long count) {
        segments += count;
    }

    /** A block that is whole and makes no sense. */
    void unreadable() {
        unreadable++;
    }

    /** A block of a later version. */
    void unknown() {
        unknown++;
    }

    /** A payload of which a part is missing, or a keyframe of which a half is. */
    void incomplete() {
        incomplete++;
    }

    /** A file of a directory that was deleted before it was read. */
    void gone() {
        gone++;
    }

    /** A segment without its last block. */
    void unclosed(Path file, SegmentHeader header) {
        if (unclosed++ > 0) return;
        firstUnclosed = (header.isLost() ? "a segment" : "segment " + header.segment()) + " of " + file;
    }

    /** The end has come and no block was found. */
    void nothing() {
        nothing = true;
    }

    /** {@return one line; empty when nothing was skipped} */
    Optional<String> line() {
        List<String> said = new ArrayList<>();
        if (places > 0) {
            String first = places == 1 ? " at " : ", the first at ";
            said.add("skipped " + count(bytes, "byte") + " in " + count(places, "place") + first + firstPlace);
        }
        if (blocks > 0) said.add(count(blocks, "block") + " missing");
        if (segments > 0) said.add(count(segments, "segment") + " missing");
        if (gone > 0) said.add(count(gone, "segment") + " deleted before they were read");
        if (unreadable > 0) said.add(count(unreadable, "block") + " not understood");
        if (unknown > 0) said.add(count(unknown, "block") + " of a later version left out");
        if (incomplete > 0)
            said.add(count(incomplete, "keyframe or file of rules", "keyframes or files of rules") + " incomplete");
        if (cuts > 0) said.add(firstCut + others(cuts) + " cut off within a block (" + count(cutBytes, "byte") + ")");
        if (unclosed > 0) {
            said.add(firstUnclosed + others(unclosed)
                    + " not closed: still being written when it was copied, or its writer was killed");
        }
        if (nothing) said.add("no whole block found");
        return said.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", said));
    }

    private static String others(long count) {
        return count == 1 ? "" : " and " + count(count - 1, "other");
    }

    private static String count(long count, String what) {
        return count(count, what, what + "s");
    }

    private static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
