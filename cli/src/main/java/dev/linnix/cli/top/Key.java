package dev.linnix.cli.top;

/**
 * A key.
 *
 * @param kind which
 * @param character of a {@link Kind#CHARACTER}, else 0
 */
record Key(Kind kind, int character) {
    /** What sort of key. */
    enum Kind {
        /** One that writes a character. */
        CHARACTER,
        /** Arrow up. */
        UP,
        /** Arrow down. */
        DOWN,
        /** Arrow left. */
        LEFT,
        /** Arrow right. */
        RIGHT,
        /** A page up. */
        PAGE_UP,
        /** A page down. */
        PAGE_DOWN,
        /** To the top. */
        HOME,
        /** To the end. */
        END,
        /** Enter. */
        ENTER,
        /** Escape. */
        ESCAPE,
        /** Takes back the last character. */
        BACKSPACE,
        /** Tabulator. */
        TAB,
        /** Ctrl-C. */
        INTERRUPT,
        /** Ctrl-Z. */
        SUSPEND,
        /** Ctrl-L. */
        REDRAW,
        /** Any other. */
        OTHER
    }

    static Key of(Kind kind) {
        return new Key(kind, 0);
    }

    static Key of(int character) {
        return new Key(Kind.CHARACTER, character);
    }
}
