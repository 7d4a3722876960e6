package dev.linnix.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns names and arguments, which the kernel keeps as bytes, into text that is safe to show: valid UTF-8 stays as it
 * is; control characters, invalid bytes and the backslash become {@code \xNN} (a backslash {@code \\}).
 */
public final class KernelText {
    private KernelText() {}

    /** {@return the bytes up to the first NUL, escaped} */
    public static String escape(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) length++;
        return escape(bytes, 0, length);
    }

    /** {@return the bytes up to the first NUL or {@code length}, escaped} */
    public static String escape(MemorySegment segment, long offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return escape(bytes);
    }

    /** {@return exactly these bytes, escaped; a NUL among them too} */
    public static String escape(byte[] bytes, int offset, int length) {
        if (isPlain(bytes, offset, length)) return new String(bytes, offset, length, StandardCharsets.US_ASCII);
        StringBuilder text = new StringBuilder(length + 16);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            appendSafe(text, out.flip());
            out.clear();
            if (result.isUnderflow()) return text.toString();
            for (int i = result.length(); i > 0; i--) appendByte(text, in.get());
            decoder.reset();
        }
    }

    private static boolean isPlain(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0x20 || bytes[i] == 0x7f || bytes[i] == '\\') return false;
        }
        return true;
    }

    private static void appendSafe(StringBuilder text, CharBuffer chars) {
        chars.codePoints().forEach(c -> {
            if (c == '\\') {
                text.append("\\\\");
            } else if (isUnsafe(c)) {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) appendByte(text, b);
            } else {
                text.appendCodePoint(c);
            }
        });
    }

    /** Controls, and format characters that reorder or hide text (bidirectional overrides, zero width). */
    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static void appendByte(StringBuilder text, byte b) {
        text.append("\\x").append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
}
