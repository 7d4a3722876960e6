package dev.linnix.recording;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import dev.linnix.recording.json.AlertViews;
import io.avaje.jsonb.Jsonb;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What an engine says, as lines of JSON: one object for each change of an alert or incident, ended by a line feed. Equal
 * input gives equal bytes; values that are not known are left out. An alert has the fields it has on the API, but no
 * paths of cgroups, since these are the host's and not the engine's. Thread-safe.
 */
public final class TransitionJson {
    static final long SECOND = 1_000_000_000L;
    private static final Jsonb JSONB = Jsonb.builder().serializeNulls(false).build();

    private static final String CHANGED = "\"changed_ns\":";

    private final long wallOffsetNs;
    private final AlertViews views;

    /**
     * Creates the encoder of one segment.
     *
     * @param host name of the host
     * @param wallOffsetNs from CLOCK_BOOTTIME to Unix time, ns
     */
    public TransitionJson(String host, long wallOffsetNs) {
        this.wallOffsetNs = wallOffsetNs;
        views = new AlertViews(host, this::wall, id -> null);
    }

    /** {@return wall time of CLOCK_BOOTTIME, to the microsecond, as the agent shows it} */
    public Instant wall(long bootNs) {
        long ns = wallOffsetNs + bootNs;
        return Instant.ofEpochSecond(Math.floorDiv(ns, SECOND), Math.floorMod(ns, SECOND) / 1000 * 1000);
    }

    /** {@return the alert as one line} */
    public byte[] line(Alert alert) {
        String fields = JSONB.toJson(views.alert(alert));
        String line = "{\"type\":\"alert\"," + fields.substring(1, fields.length() - 1) + ",\"fired_ns\":"
                + alert.firedNs() + ",\"changed_ns\":" + alert.changedNs() + "}\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the incident as one line} */
    public byte[] line(Incident incident) {
        return (JSONB.toJson(views.transition(incident)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** {@return when what a line tells happened, CLOCK_BOOTTIME, ns; the largest number when it does not say so} */
    static long changedNs(byte[] line) {
        // A quotation mark within a text is escaped, so this can only be the field.
        String text = new String(line, StandardCharsets.UTF_8);
        int from = text.indexOf(CHANGED) + CHANGED.length();
        int end = from;
        while (end < text.length() && Character.isDigit(text.charAt(end))) end++;
        return from < CHANGED.length() || end == from || end - from > 18
                ? Long.MAX_VALUE
                : Long.parseLong(text, from, end, 10);
    }
}
