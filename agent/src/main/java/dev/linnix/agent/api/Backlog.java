package dev.linnix.agent.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest frames of one kind, bounded in number and bytes: readers take from it what comes after what they have seen,
 * and who comes back finds what was sent meanwhile. Numbers only grow; a number that is missing was lost before it came
 * here. Thread-safe.
 */
final class Backlog {
    private final @Nullable Frame[] ring;
    private final long mostBytes;
    private long first;
    private long next;
    private long bytes;
    private long evicted;
    private long evictions;
    private long latest;
    private long missed;

    Backlog(int capacity, long mostBytes) {
        this.ring = new @Nullable Frame[capacity];
        this.mostBytes = mostBytes;
    }

    /** Adds a frame, whose number is higher than all before; the oldest make room. */
    synchronized void add(Frame frame) {
        while (next > first && (next - first == ring.length || bytes + frame.bytes().length > mostBytes)) evict();
        ring[slot(next++)] = frame;
        bytes += frame.bytes().length;
        latest = frame.number();
    }

    private void evict() {
        Frame oldest = at(first);
        ring[slot(first++)] = null;
        bytes -= oldest.bytes().length;
        evicted = oldest.number();
        evictions++;
    }

    /** {@return at most {@code most} frames with a number above {@code number}, in order} */
    synchronized List<Frame> after(long number, int most) {
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).number() > number) high = middle;
            else low = middle + 1;
        }
        List<Frame> frames = new ArrayList<>((int) Math.min(most, next - low));
        for (long i = low; i < next && frames.size() < most; i++) frames.add(at(i));
        return frames;
    }

    /** {@return number of the last frame that had to make room; 0 when there was none} */
    synchronized long evicted() {
        return evicted;
    }

    /** {@return frames that had to make room, since start} */
    synchronized long evictions() {
        return evictions;
    }

    /** Counts frames that a reader comes back for and that had to make room before. */
    synchronized void miss(long frames) {
        missed += frames;
    }

    /** {@return frames that readers came back for in vain, since start} */
    synchronized long missed() {
        return missed;
    }

    /** {@return number of the last frame added; 0 when there was none} */
    synchronized long latest() {
        return latest;
    }

    synchronized boolean isEmpty() {
        return next == first;
    }

    /** Forgets all frames; numbers go on. */
    synchronized void clear() {
        if (next > first) evicted = latest;
        first = next;
        bytes = 0;
        Arrays.fill(ring, null);
    }

    private int slot(long position) {
        return (int) (position % ring.length);
    }

    private Frame at(long position) {
        Frame frame = ring[slot(position)];
        if (frame == null) throw new IllegalStateException("no frame at " + position);
        return frame;
    }
}
