package dev.linnix.cli.top;

import java.util.Optional;

/**
 * Makes keys of what a terminal sends: characters, control characters, and sequences that begin with Escape (ECMA-48 CSI and
 * SS3). Whether an Escape stands for itself only time tells, hence {@link #timeout}. Not thread-safe.
 */
final class KeyDecoder {
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;
    private static final int LONGEST = 16;

    private final StringBuilder sequence = new StringBuilder();
    private char high;

    /** {@return whether an Escape waits for what follows it} */
    boolean pending() {
        return !sequence.isEmpty();
    }

    /**
     * Takes a UTF-16 unit.
     *
     * @return the key it completes
     */
    Optional<Key> feed(int unit) {
        if (pending()) return continueSequence((char) unit);
        if (unit == ESCAPE) {
            sequence.append((char) unit);
            return Optional.empty();
        }
        if (Character.isHighSurrogate((char) unit)) {
            high = (char) unit;
            return Optional.empty();
        }
        if (Character.isLowSurrogate((char) unit)) {
            return Optional.of(
                    Character.isHighSurrogate(high) ? Key.of(Character.toCodePoint(high, (char) unit)) : other());
        }
        return Optional.of(plain(unit));
    }

    /**
     * Nothing followed for a while.
     *
     * @return the Escape that stands for itself
     */
    Optional<Key> timeout() {
        if (!pending()) return Optional.empty();
        boolean alone = sequence.length() == 1;
        sequence.setLength(0);
        return Optional.of(alone ? Key.of(Key.Kind.ESCAPE) : other());
    }

    private static Key plain(int unit) {
        return switch (unit) {
            case '\r', '\n' -> Key.of(Key.Kind.ENTER);
            case '\t' -> Key.of(Key.Kind.TAB);
            case '\b', DELETE -> Key.of(Key.Kind.BACKSPACE);
            case 0x03 -> Key.of(Key.Kind.INTERRUPT);
            case 0x0c -> Key.of(Key.Kind.REDRAW);
            case 0x1a -> Key.of(Key.Kind.SUSPEND);
            default -> unit < ' ' ? other() : Key.of(unit);
        };
    }

    private Optional<Key> continueSequence(char unit) {
        if (sequence.length() == 1 && unit == ESCAPE) return Optional.of(Key.of(Key.Kind.ESCAPE));
        sequence.append(unit);
        if (sequence.length() == 2 && (unit == '[' || unit == 'O')) return Optional.empty();
        boolean goesOn = sequence.length() > 2 && sequence.charAt(1) == '[' && unit >= 0x20 && unit < 0x40;
        if (goesOn && sequence.length() < LONGEST) return Optional.empty();
        String whole = sequence.substring(1);
        sequence.setLength(0);
        return Optional.of(named(whole));
    }

    private static Key named(String sequence) {
        return switch (sequence) {
            case "[A", "OA" -> Key.of(Key.Kind.UP);
            case "[B", "OB" -> Key.of(Key.Kind.DOWN);
            case "[C", "OC" -> Key.of(Key.Kind.RIGHT);
            case "[D", "OD" -> Key.of(Key.Kind.LEFT);
            case "[H", "OH", "[1~", "[7~" -> Key.of(Key.Kind.HOME);
            case "[F", "OF", "[4~", "[8~" -> Key.of(Key.Kind.END);
            case "[5~" -> Key.of(Key.Kind.PAGE_UP);
            case "[6~" -> Key.of(Key.Kind.PAGE_DOWN);
            case "OM" -> Key.of(Key.Kind.ENTER);
            default -> other();
        };
    }

    private static Key other() {
        return Key.of(Key.Kind.OTHER);
    }
}
