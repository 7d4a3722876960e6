package dev.linnix.agent.recorder;

import dev.linnix.engine.record.Flyweight;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of the engine, back to back. Belongs to one thread at a time: the engine's while it is filled, the recorder's until
 * it goes back to its pool. The words are an array, and are filled through a buffer's view of where the inputs lie: under C1
 * that is what takes least, about as much as the engine's own copy of a record.
 */
final class Chunk {
    /** Size of a chunk, bytes. */
    static final int BYTES = 256 << 10;

    /** Longest record that is taken over, bytes; the kernel's have less than 1 KB. */
    static final int LONGEST = 16 << 10;

    private static final int HEADER = 16;
    private static final int MOST_USED = BYTES - LONGEST;

    private final long[] words = new long[BYTES / Long.BYTES];
    private final MemorySegment memory = MemorySegment.ofArray(words);
    private MemorySegment viewed = MemorySegment.NULL;
    private @Nullable LongBuffer view;
    private int used;
    private int records;
    private long sinceNs;

    /** Empties it, for inputs from this event time on. */
    void begin(long nowNs) {
        used = 0;
        records = 0;
        sinceNs = nowNs;
    }

    /** {@return whether the longest record might not fit} */
    boolean isFull() {
        return used > MOST_USED;
    }

    /**
     * Copies one input, as long as it says it is. One that does not frame itself within {@code length} becomes a header of
     * type 0: the engine counts both as malformed.
     *
     * @return its type
     */
    int add(MemorySegment from, long offset, int length) {
        int at = used;
        int whole = Math.min(length, LONGEST) & -Long.BYTES;
        if (whole < HEADER) return addUnframed();
        LongBuffer source = viewOf(from);
        if (source == null || (offset & 7) != 0) MemorySegment.copy(from, offset, memory, at, whole);
        else source.get((int) (offset >> 3), words, at >> 3, whole >> 3);
        long typeAndLength = words[(at >> 3) + 1];
        int framed = (int) (typeAndLength >>> 32);
        if (framed < HEADER || framed > whole || (framed & 7) != 0) return addUnframed();
        used = at + framed;
        records++;
        return (int) typeAndLength;
    }

    /** Most inputs lie in the ring, so that the view last made is mostly the right one. */
    @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"
    }) // a segment equal to another may be closed before it
    private @Nullable LongBuffer viewOf(MemorySegment from) {
        if (from == viewed) return view;
        if (!from.isNative() || (from.address() & 7) != 0 || from.byteSize() > Integer.MAX_VALUE) return null;
        LongBuffer made = from.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        viewed = from;
        view = made;
        return made;
    }

    private int addUnframed() {
        int at = used >> 3;
        words[at] = sinceNs;
        words[at + 1] = (long) HEADER << 32;
        used += HEADER;
        records++;
        return 0;
    }

    /** {@return the inputs} */
    MemorySegment used() {
        return memory.asSlice(0, used);
    }

    int bytes() {
        return used;
    }

    int records() {
        return records;
    }

    /** {@return event time at which it was begun, ns} */
    long sinceNs() {
        return sinceNs;
    }

    /** Looks at one input. */
    @FunctionalInterface
    interface Visitor {
        void visit(MemorySegment chunk, long offset, int type);
    }

    /** Shows every input, in order. */
    void forEach(Visitor visitor) {
        for (int at = 0; at < used; at += Flyweight.length(memory, at)) {
            visitor.visit(memory, at, Flyweight.type(memory, at));
        }
    }
}
