package dev.linnix.agent.space;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the budget is divided. Who writes without end has a slice and keeps within it; the rest is for evidence. Immutable.
 *
 * @param budget bytes of allocated blocks of all files of the agent
 * @param recorder for segments
 * @param alertFiles how many alert files there are
 * @param alerts for all of them together, each with the one before it
 * @param audit for the audit log, with the one before it; 0 when there is none
 */
public record Slices(long budget, long recorder, int alertFiles, long alerts, long audit) {
    /** Least that must be left for evidence, bytes: one incident with a short recording and a handful of small files. */
    public static final long LEAST_FOR_BUNDLES = 1 << 20;

    /** Lock, heartbeat, addresses, token, and the directories themselves, which grow with the names in them, bytes. */
    static final long SMALL_FILES = 256 << 10;

    /** Two alert files of 16 MiB, and what the last line of the older one and the lists of their blocks take, bytes. */
    private static final long MOST_ALERTS = 33 << 20;

    private static final int PART_FOR_ALERTS = 16;
    private static final long MOST_AUDIT = 8 << 20;
    private static final int PART_FOR_AUDIT = 32;

    /**
     * Divides a budget. Logs get all they would ever want, but at most a small part of it.
     *
     * @param recorder bytes for segments
     */
    public static Slices of(long budget, long recorder, int alertFiles, boolean audit) {
        long alerts = Math.min(alertFiles * MOST_ALERTS, budget / PART_FOR_ALERTS);
        return new Slices(
                budget, recorder, alertFiles, alerts, audit ? Math.min(MOST_AUDIT, budget / PART_FOR_AUDIT) : 0);
    }

    /** {@return bytes for one alert file and the one before it} */
    public long perAlertFile() {
        return alerts / alertFiles;
    }

    /** {@return bytes left for evidence; less than 0 when the slices do not fit} */
    public long bundles() {
        return budget - recorder - alerts - audit - SMALL_FILES;
    }

    /** {@return every slice by name, those of 0 bytes left out} */
    public Map<String, Long> byName() {
        Map<String, Long> slices = new LinkedHashMap<>();
        slices.put("recorder", recorder);
        slices.put("alerts", alerts);
        slices.put("audit", audit);
        slices.put("small_files", SMALL_FILES);
        slices.values().removeIf(bytes -> bytes == 0);
        return slices;
    }
}
