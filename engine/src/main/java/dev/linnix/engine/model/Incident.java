package dev.linnix.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that belong together: their offenders are the same process or ancestor and descendant, and they overlap within
 * 30 s. Times are CLOCK_BOOTTIME, ns.
 *
 * @param id unique on this host since boot; equal for equal input
 * @param state firing while an alert of it is; withdrawn when every alert of it was
 * @param severity the highest of its alerts
 * @param openedNs when its first alert fired
 * @param changedNs when it last changed
 * @param alerts in order of firing
 * @param load of the host when it opened
 * @param cpuStallAfter share of the last 10 s before its end in which some task waited for a CPU, percent; null while it
 *     fires and when it is not known
 */
public record Incident(
        String id,
        AlertState state,
        Severity severity,
        long openedNs,
        long changedNs,
        List<Alert> alerts,
        HostLoad load,
        @Nullable Double cpuStallAfter) {}
