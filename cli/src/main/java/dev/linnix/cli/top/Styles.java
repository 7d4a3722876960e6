package dev.linnix.cli.top;

import org.jline.utils.AttributedStyle;

/** The few looks there are. Colour is kept for what is wrong; without colours the rest still tells it. */
final class Styles {
    static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();
    static final AttributedStyle DIM = AttributedStyle.DEFAULT.faint();
    static final AttributedStyle BAD = BOLD.foreground(AttributedStyle.RED);
    static final AttributedStyle WARNING = AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);

    private Styles() {}

    static AttributedStyle of(Severity severity) {
        return switch (severity) {
            case HIGH -> BAD;
            case MEDIUM -> WARNING.bold();
            case LOW -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
            case INFO -> PLAIN;
        };
    }
}
