package dev.linnix.agent.api;

import dev.linnix.agent.api.json.AuditJson;
import dev.linnix.agent.audit.AuditEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines of the audit log, as JSON. Stateless. */
public final class AuditLines {
    private AuditLines() {}

    /** {@return an event as a line without its end} */
    public static byte[] line(Instant at, AuditEvent event) {
        String time = at.truncatedTo(ChronoUnit.MILLIS).toString();
        return Json.bytes(
                switch (event) {
                    case AuditEvent.Loaded e ->
                        new AuditJson(
                                time,
                                e.what() + "_loaded",
                                e.file(),
                                e.sha256(),
                                e.accepted(),
                                e.problems(),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null);
                    case AuditEvent.IncidentChanged e ->
                        new AuditJson(
                                time,
                                "incident",
                                null,
                                null,
                                null,
                                null,
                                e.incident(),
                                e.state(),
                                e.rule(),
                                e.offender(),
                                null,
                                null,
                                null,
                                null,
                                null);
                    case AuditEvent.Collected e ->
                        new AuditJson(
                                time,
                                "collected",
                                e.archive(),
                                null,
                                null,
                                null,
                                e.incident(),
                                null,
                                null,
                                null,
                                e.phase(),
                                e.bytes(),
                                e.status(),
                                null,
                                null);
                    case AuditEvent.Deleted e ->
                        new AuditJson(
                                time,
                                "deleted",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                e.bytes(),
                                null,
                                e.what(),
                                e.reason());
                });
    }
}
