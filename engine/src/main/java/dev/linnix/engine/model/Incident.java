package dev.linnix.engine.model;

import java.util.List;

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
 */
public record Incident(
        String id, AlertState state, Severity severity, long openedNs, long changedNs, List<Alert> alerts) {}
