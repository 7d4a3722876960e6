package dev.linnix.engine.incident;

import dev.linnix.engine.incident.IncidentBook.Entry;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.ProcessNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes and reads what rules have under way: their alerts, the incidents these belong to, and what each rule waits for. */
public final class Journal {
    private Journal() {}

    /**
     * Writes, or reads into books and monitors without history.
     *
     * @param monitors of the same rules in the same order as when it was written
     */
    public static void state(
            StateIo io,
            List<RuleMonitor> monitors,
            AlertBook alerts,
            IncidentBook incidents,
            References<ProcessNode> nodes) {
        Set<Alert> referredTo = new LinkedHashSet<>();
        Set<Entry> entries = new LinkedHashSet<>();
        for (RuleMonitor monitor : monitors) monitor.collect(referredTo, entries);
        List<Entry> kept = incidents.kept(entries);
        for (Entry entry : kept) referredTo.addAll(entry.alerts());
        References<Alert> keptAlerts = alerts.state(io, referredTo);
        References<Entry> keptEntries = incidents.state(io, kept, nodes, keptAlerts);
        for (RuleMonitor monitor : monitors) {
            io.frame(() -> monitor.state(io, nodes, keptAlerts, keptEntries));
        }
    }
}
