package dev.linnix.agent.evidence;

import dev.linnix.agent.audit.AuditEvent;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.ProcessRef;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the audit log when an incident opens, opens again, is over, or is left without evidence. Confined to one thread. */
final class IncidentAudit {
    /** Incidents of which the state is remembered; one that is forgotten is told once more. */
    private static final int MOST = 1024;

    private final Consumer<AuditEvent> audit;
    private final Map<String, AlertState> states = new LinkedHashMap<>();

    IncidentAudit(Consumer<AuditEvent> audit) {
        this.audit = audit;
    }

    /** Tells that nothing is collected of an incident. */
    void left(Incident incident, Evidence.Skipped reason) {
        audit.accept(new AuditEvent.Collected(incident.id(), null, 1, 0, "not collected: " + reason.sentence()));
    }

    void heard(Incident incident) {
        AlertState before = states.remove(incident.id());
        states.put(incident.id(), incident.state());
        if (states.size() > MOST) states.remove(states.keySet().iterator().next());
        if (before == incident.state() || incident.alerts().isEmpty()) return;
        Alert trigger = incident.alerts().getFirst();
        ProcessRef named = trigger.named();
        audit.accept(new AuditEvent.IncidentChanged(
                incident.id(),
                incident.state() == AlertState.FIRING
                        ? "opened"
                        : incident.state().name().toLowerCase(Locale.ROOT),
                trigger.rule(),
                named == null ? null : named.comm() + "[" + named.pid() + "]"));
    }
}
