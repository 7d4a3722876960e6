package dev.linnix.agent.evidence.profile;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes bytes and hands over lines, as UTF-8, each cut at a limit. The last line needs no end: {@link #close} gives it. */
abstract class LineStream extends OutputStream {
    private final byte[] line;
    private int length;

    /** Cuts lines at so many bytes. */
    LineStream(int most) {
        line = new byte[most];
    }

    /** Takes a line without its end; the bytes are valid during the call only. */
    abstract void line(byte[] bytes, int length);

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int end = offset + count;
        for (int at = offset; at < end; ) {
            int stop = at;
            while (stop < end && bytes[stop] != '\n') stop++;
            int taken = Math.min(stop - at, line.length - length);
            System.arraycopy(bytes, at, line, length, taken);
            length += taken;
            if (stop < end) give();
            at = stop + 1;
        }
    }

    private void give() {
        line(line, length);
        length = 0;
    }

    @Override
    public void close() {
        if (length > 0) give();
    }

    /** {@return the place behind a hexadecimal number, its value in {@code value[0]}; -1 when there is none} */
    static int hex(byte[] bytes, int from, int length, long[] value) {
        int at = from;
        if (at + 1 < length && bytes[at] == '0' && bytes[at + 1] == 'x') at += 2;
        long number = 0;
        int digits = 0;
        for (; at < length; at++, digits++) {
            int digit = Character.digit(bytes[at], 16);
            if (digit < 0) break;
            number = number << 4 | digit;
        }
        value[0] = number;
        return digits == 0 || digits > 16 ? -1 : at;
    }

    /** {@return the place of the first byte at or behind {@code from} that is no space} */
    static int skipSpaces(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] == ' ') at++;
        return at;
    }

    /** {@return the place of the next space, or the length} */
    static int skipWord(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] != ' ') at++;
        return at;
    }

    /** {@return a copy of a part} */
    static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
