package dev.linnix.agent.evidence.profile;

import dev.linnix.engine.KernelText;
import org.jspecify.annotations.Nullable;

/**
 * Finds names in the text that a compiler at run time leaves as {@code /tmp/perf-PID.map}: lines of start, size and name.
 * Code is replaced, so the last line that covers an address counts. Only names that are asked for are kept.
 */
final class PerfMap extends LineStream {
    private static final int MOST_LINE = 512;

    private final long[] addresses;
    private final @Nullable String[] names;
    private final long[] number = new long[1];

    /**
     * Looks for these.
     *
     * @param addresses sorted as unsigned
     * @param names receives the name of each that has one
     */
    PerfMap(long[] addresses, @Nullable String[] names) {
        super(MOST_LINE);
        this.addresses = addresses;
        this.names = names;
    }

    @Override
    void line(byte[] bytes, int length) {
        int at = hex(bytes, 0, length, number);
        long start = number[0];
        if (at < 0 || at >= length || bytes[at] != ' ') return;
        at = hex(bytes, at + 1, length, number);
        long size = number[0];
        if (at < 0 || at + 1 >= length || size <= 0 || start + size < start) return;
        int first = LongSet.lowerBound(addresses, start);
        if (first == addresses.length || Long.compareUnsigned(addresses[first], start + size) >= 0) return;
        String name = KernelText.escape(part(bytes, at + 1, length));
        for (int i = first; i < addresses.length && Long.compareUnsigned(addresses[i], start + size) < 0; i++) {
            names[i] = name;
        }
    }
}
