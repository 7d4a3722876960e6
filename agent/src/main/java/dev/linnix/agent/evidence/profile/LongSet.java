package dev.linnix.agent.evidence.profile;

import java.util.Arrays;

/** Gathers numbers, then gives them sorted, each once, as unsigned. Not thread-safe. */
final class LongSet {
    private long[] values = new long[64];
    private int size;
    private boolean sorted = true;

    void add(long value) {
        if (size == values.length) {
            sorted();
            if (size > values.length / 2) values = Arrays.copyOf(values, 2 * values.length);
        }
        values[size++] = value ^ Long.MIN_VALUE;
        sorted = false;
    }

    /** {@return the numbers, in order} */
    long[] sorted() {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) if (kept == 0 || values[i] != values[kept - 1]) values[kept++] = values[i];
            size = kept;
            sorted = true;
        }
        long[] copy = Arrays.copyOf(values, size);
        for (int i = 0; i < size; i++) copy[i] ^= Long.MIN_VALUE;
        return copy;
    }

    /** {@return the first place in sorted numbers whose number is not below {@code value}, as unsigned} */
    static int lowerBound(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sorted[middle], value) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /** {@return where the number is in sorted ones, or -1} */
    static int indexOf(long[] sorted, long value) {
        int at = lowerBound(sorted, value);
        return at < sorted.length && sorted[at] == value ? at : -1;
    }
}
