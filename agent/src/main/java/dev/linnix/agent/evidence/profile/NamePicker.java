package dev.linnix.agent.evidence.profile;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes once through a table of strings and keeps some, each cut at 256 bytes, 2 MB in all. Strings may share their ends. */
final class NamePicker extends OutputStream {
    private static final int MOST_NAME = 256;
    private static final int MOST_BYTES = 2 << 20;

    private final int[] places;
    private final byte[][] found;
    private final List<Open> open = new ArrayList<>();
    private int next;
    private long at;
    private int room = MOST_BYTES;

    private record Open(int index, ByteArrayOutputStream bytes) {}

    /** Looks for what begins at these places, in any order; negative ones mean nothing. */
    NamePicker(int[] wanted) {
        places = Arrays.stream(wanted)
                .filter(place -> place >= 0)
                .sorted()
                .distinct()
                .toArray();
        found = new byte[places.length][];
    }

    /** {@return how far the table has to be read, bytes; 0 for not at all} */
    long end() {
        return places.length == 0 ? 0 : places[places.length - 1] + (long) MOST_NAME;
    }

    /** {@return what begins there; null when the table ended before} */
    byte @Nullable [] name(int place) {
        int i = Arrays.binarySearch(places, place);
        return i < 0 ? null : found[i];
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (Open name : List.copyOf(open)) append(name, bytes, offset, offset + length);
        while (next < places.length && places[next] < at + length) {
            Open name = new Open(next, new ByteArrayOutputStream());
            open.add(name);
            append(name, bytes, offset + (int) (places[next++] - at), offset + length);
        }
        at += length;
    }

    private void append(Open name, byte[] bytes, int from, int to) {
        int most = Math.min(to, from + MOST_NAME - name.bytes().size());
        int end = from;
        while (end < most && bytes[end] != 0) end++;
        name.bytes().write(bytes, from, end - from);
        if (end == to && name.bytes().size() < MOST_NAME) return; // it goes on in the next bytes
        open.remove(name);
        room -= name.bytes().size();
        if (room >= 0) found[name.index()] = name.bytes().toByteArray();
    }
}
