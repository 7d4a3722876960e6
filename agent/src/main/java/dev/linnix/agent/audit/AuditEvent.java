package dev.linnix.agent.audit;

import org.jspecify.annotations.Nullable;

/** Something that is written to the audit log. Immutable. */
public sealed interface AuditEvent {
    /**
     * A configuration or rules were read.
     *
     * @param what {@code config} or {@code rules}
     * @param file it was read from, or {@code built-in}, or {@code none}
     * @param sha256 of its bytes, in hexadecimal; null when it could not be read, or is part of the program
     * @param accepted whether it is in force; else what was before stays
     * @param problems how many errors and warnings it had
     */
    record Loaded(String what, String file, @Nullable String sha256, boolean accepted, int problems)
            implements AuditEvent {}

    /**
     * An incident was opened or is over.
     *
     * @param incident its id
     * @param state {@code opened}, {@code resolved}, {@code withdrawn}
     * @param rule that fired first
     * @param offender who is to blame, as {@code name[pid]}; null when nobody is
     */
    record IncidentChanged(
            String incident,
            String state,
            String rule,
            @Nullable String offender) implements AuditEvent {}

    /**
     * Evidence was collected, or should have been.
     *
     * @param incident its id
     * @param archive name of the file; null when there is none
     * @param phase of the collection, from 1
     * @param bytes of the archive
     * @param status {@code ok}, or in one sentence why there is less than there should be
     */
    record Collected(String incident, @Nullable String archive, int phase, long bytes, String status)
            implements AuditEvent {}

    /**
     * Something was deleted.
     *
     * @param what name of the bundle
     * @param bytes of disk it took
     * @param reason {@code budget}, {@code age}, {@code count}, {@code floor} or {@code request}
     */
    record Deleted(String what, long bytes, String reason) implements AuditEvent {}
}
