package dev.linnix.agent.evidence.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies where in the memory of a process, as far as it may be executed: {@code /proc/PID/maps}.
 *
 * @param mappings by address
 */
record MemoryMap(List<Mapping> mappings) {
    private static final int MOST_MAPPINGS = 4096;
    private static final int MOST_LINE = 4352; // a path of 4096 bytes, and what stands before it

    /**
     * One mapping.
     *
     * @param start first address
     * @param end behind the last
     * @param offset within the file
     * @param inode of the file, 0 for none
     * @param path of the file, or a name in brackets, or nothing
     */
    record Mapping(long start, long end, long offset, long inode, String path) {
        /** {@return whether nothing lies behind it: what can be executed there was made at run time} */
        boolean isAnonymous() {
            return path.isEmpty() || path.startsWith("[anon");
        }

        /** {@return whether a file lies behind it that can be looked up by its path} */
        boolean isFile() {
            return inode != 0 && path.startsWith("/") && !path.startsWith("/memfd:") && !path.startsWith("/dev/");
        }
    }

    /** {@return the mapping an address lies in, or null} */
    @Nullable
    Mapping find(long address) {
        int low = 0;
        int high = mappings.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(mappings.get(middle).end(), address) <= 0) low = middle + 1;
            else high = middle;
        }
        if (low == mappings.size()) return null;
        Mapping mapping = mappings.get(low);
        return Long.compareUnsigned(mapping.start(), address) <= 0 ? mapping : null;
    }

    /** Makes a map of what is written to it. */
    static final class Parser extends LineStream {
        private final List<Mapping> mappings = new ArrayList<>();
        private final long[] number = new long[1];

        Parser() {
            super(MOST_LINE);
        }

        /** {@code 55d0c0a00000-55d0c0a01000 r-xp 00001000 fe:00 1234    /usr/bin/x}; anything else is left out. */
        @Override
        void line(byte[] bytes, int length) {
            int at = hex(bytes, 0, length, number);
            long start = number[0];
            if (at < 0 || at >= length || bytes[at] != '-') return;
            at = hex(bytes, at + 1, length, number);
            long end = number[0];
            if (at < 0 || at + 5 > length || bytes[at + 3] != 'x' || mappings.size() == MOST_MAPPINGS) return;
            at = hex(bytes, at + 6, length, number);
            long offset = number[0];
            if (at < 0) return;
            int inode = skipWord(bytes, skipSpaces(bytes, at, length), length) + 1;
            int behind = skipWord(bytes, inode, length);
            if (inode >= length) return;
            try {
                long file = Long.parseLong(text(bytes, inode, behind));
                mappings.add(
                        new Mapping(start, end, offset, file, text(bytes, skipSpaces(bytes, behind, length), length)));
            } catch (NumberFormatException e) {
                return; // no line of the kernel's
            }
        }

        MemoryMap map() {
            close();
            mappings.sort(Comparator.comparingLong(mapping -> mapping.start() ^ Long.MIN_VALUE));
            return new MemoryMap(List.copyOf(mappings));
        }
    }
}
