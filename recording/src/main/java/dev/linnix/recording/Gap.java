package dev.linnix.recording;

import java.nio.charset.StandardCharsets;

/**
 * Inputs of the engine that are not in the recording, because they could not be written in time.
 *
 * @param fromNs when the first of them happened, CLOCK_BOOTTIME
 * @param toNs when the last of them happened
 * @param records how many
 * @param bytes they take
 * @param reason in a few words, at most 256 characters
 */
public record Gap(long fromNs, long toNs, long records, long bytes, String reason) {
    /** Cleans the reason. */
    public Gap {
        reason = TextLines.value(reason);
    }

    byte[] payload() {
        String text = "from_ns: " + fromNs + "\nto_ns: " + toNs + "\nrecords: " + records + "\nbytes: " + bytes
                + "\nreason: " + reason + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Gap parse(String place, String text) throws RecordingException {
        TextLines lines = new TextLines(place, text);
        return new Gap(
                lines.number("from_ns", 0, Long.MAX_VALUE),
                lines.number("to_ns", 0, Long.MAX_VALUE),
                lines.number("records", 0, Long.MAX_VALUE),
                lines.number("bytes", 0, Long.MAX_VALUE),
                lines.text("reason"));
    }
}
