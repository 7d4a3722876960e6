package dev.linnix.engine.rule;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A parsed file, whatever its syntax was. Parts may be shared, so it is a graph without cycles rather than a tree. */
public sealed interface Document {
    /** {@return where it begins, from 1} */
    int line();

    /** {@return what it is, for a message that says what was found} */
    String describe();

    /** A list. */
    record Sequence(int line, List<Document> items) implements Document {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Keys and their values, in the order of the file; a key may occur once only. */
    record Table(int line, List<Entry> entries) implements Document {
        @Override
        public String describe() {
            return "a mapping";
        }

        /** {@return the entry of a key, null when there is none} */
        public @Nullable Entry find(String key) {
            for (Entry entry : entries) {
                if (entry.key.equals(key)) return entry;
            }
            return null;
        }
    }

    /** One key of a table; the line is the key's. */
    record Entry(String key, int line, Document value) {}

    /**
     * A single value.
     *
     * @param value {@link Long}, {@link Double}, {@link Boolean}, {@link String}, a date or time of TOML, or null
     * @param text as written, for messages
     */
    record Scalar(int line, @Nullable Object value, String text) implements Document {
        private static final int LONGEST = 40;

        @Override
        public String describe() {
            if (value == null) return "nothing";
            return value instanceof String ? quote(text) : shorten(text);
        }

        /** {@return the text in quotes, shortened, on one line} */
        public static String quote(String text) {
            return '"' + shorten(text) + '"';
        }

        private static String shorten(String text) {
            StringBuilder safe = new StringBuilder();
            text.codePoints().limit(LONGEST).forEach(c -> {
                if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    safe.append(String.format(Locale.ROOT, "\\u%04x", c));
                } else {
                    safe.appendCodePoint(c);
                }
            });
            return text.codePointCount(0, text.length()) > LONGEST
                    ? safe.append('…').toString()
                    : safe.toString();
        }
    }

    /** Thrown by readers; the message is for people. */
    final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;

        Malformed(int line, String message) {
            super(message);
            this.line = line;
        }

        /** {@return where, from 1} */
        public int line() {
            return line;
        }

        /** {@return what is wrong} */
        public String text() {
            return String.valueOf(getMessage());
        }
    }
}
