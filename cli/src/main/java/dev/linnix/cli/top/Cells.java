package dev.linnix.cli.top;

import dev.linnix.cli.Terminal;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/** Text cut and filled to a number of terminal columns. */
final class Cells {
    private static final String CUT = "…";

    private Cells() {}

    /** {@return columns of a text that is {@linkplain #clean clean}} */
    static int width(String text) {
        return text.codePoints().map(WCWidth::wcwidth).sum();
    }

    /** {@return the text as {@link Terminal#safe} shows it, so that all its characters have a width; empty for null} */
    static String clean(@Nullable String text) {
        return text == null ? "" : Terminal.safe(text);
    }

    /** {@return the name of a process; {@code ?} when it has none, or none is known} */
    static String name(@Nullable String comm) {
        String name = clean(comm);
        return name.isEmpty() ? "?" : name;
    }

    /** {@return the text cut to at most so many columns; what is cut ends with an ellipsis} */
    static String cut(String text, int columns) {
        if (columns <= 0) return "";
        if (width(text) <= columns) return text;
        StringBuilder head = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int width = WCWidth.wcwidth(c);
            if (used + width > columns - 1) break;
            head.appendCodePoint(c);
            used += width;
            i += Character.charCount(c);
        }
        return head + CUT;
    }

    /** {@return the end of the text, at most so many columns; what is cut begins with an ellipsis} */
    static String cutHead(String text, int columns) {
        if (columns <= 0) return "";
        if (width(text) <= columns) return text;
        int from = text.length();
        int used = 0;
        while (from > 0) {
            int c = text.codePointBefore(from);
            int width = WCWidth.wcwidth(c);
            if (used + width > columns - 1) break;
            used += width;
            from -= Character.charCount(c);
        }
        return CUT + text.substring(from);
    }

    /** {@return exactly so many columns, the text on the left} */
    static String left(String text, int columns) {
        String shown = cut(text, columns);
        return shown + " ".repeat(Math.max(0, columns - width(shown)));
    }

    /** {@return exactly so many columns, the text on the right} */
    static String right(String text, int columns) {
        String shown = cut(text, columns);
        return " ".repeat(Math.max(0, columns - width(shown))) + shown;
    }
}
