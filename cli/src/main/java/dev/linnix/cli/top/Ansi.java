package dev.linnix.cli.top;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Styled text as a terminal takes it. (JLine's own form turns lines of boxes into ASCII.) */
final class Ansi {
    private Ansi() {}

    /** {@return the line with its styles, which end with it; without colours only bold, faint and the like} */
    static String of(AttributedString line, boolean colours) {
        StringBuilder text = new StringBuilder();
        boolean styled = false;
        for (int start = 0; start < line.length(); ) {
            int end = Math.max(start + 1, line.runLimit(start));
            AttributedStyle style = line.styleAt(start);
            String codes =
                    (colours ? style : style.foregroundDefault()).toAnsi().strip();
            if (styled) text.append("\033[0m");
            styled = !codes.isEmpty();
            if (styled) text.append("\033[").append(codes).append('m');
            text.append(line, start, end);
            start = end;
        }
        return styled ? text.append("\033[0m").toString() : text.toString();
    }
}
