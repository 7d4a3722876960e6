package dev.linnix.recording;

import java.util.HashMap;
import java.util.Map;

/** Text of lines {@code key: value}, read with errors that say where. */
final class TextLines {
    private static final int SHOWN = 40;
    private static final int LONGEST = 256;

    private final String place;
    private final Map<String, String> values = new HashMap<>();

    /**
     * Reads the text.
     *
     * @param place of the text, begins each message
     * @throws RecordingException when a line is no {@code key: value}, or a key comes twice
     */
    TextLines(String place, String text) throws RecordingException {
        this.place = place;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int colon = line.indexOf(": ");
            if (colon <= 0) {
                throw new RecordingException(
                        place + ", line " + number + ": expected 'key: value', found '" + shown(line) + "'");
            }
            String key = line.substring(0, colon);
            if (values.put(key, line.substring(colon + 2)) != null) {
                throw new RecordingException(place + ", line " + number + ": the key " + shown(key) + " comes twice");
            }
        }
    }

    /** {@return the value of a key that must be there} */
    String text(String key) throws RecordingException {
        String value = values.get(key);
        if (value == null) throw new RecordingException(place + ": the key " + key + " is missing");
        return value;
    }

    /** {@return the value of a key that must be there and a whole number from {@code least} to {@code most}} */
    long number(String key, long least, long most) throws RecordingException {
        String value = text(key);
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // told below, as a number out of range is
        }
        throw new RecordingException(place + ": " + key + ": expected a whole number from " + least + " to " + most
                + ", found '" + shown(value) + "'");
    }

    /** {@return the text as a value can hold it: control characters as {@code ?}, at most 256 characters} */
    static String value(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        StringBuilder clean = new StringBuilder(cut.length());
        cut.chars().forEach(c -> clean.append(isPlain(c) ? (char) c : '?'));
        return clean.toString();
    }

    private static boolean isPlain(int c) {
        return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
    }

    private static String shown(String text) {
        return value(text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
}
