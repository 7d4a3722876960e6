package dev.linnix.agent.recorder;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the engine said until it is handed over with the inputs that caused it. Confined to the engine's thread. */
final class Said implements AlertListener {
    private final AlertListener next;
    private List<Record> said = new ArrayList<>();
    private boolean kept;

    /** Creates one that tells {@code next} first. */
    Said(AlertListener next) {
        this.next = next;
    }

    @Override
    public void onAlert(Alert alert) {
        next.onAlert(alert);
        if (kept) said.add(alert);
    }

    @Override
    public void onIncident(Incident incident) {
        next.onIncident(incident);
        if (kept) said.add(incident);
    }

    /** Says whether anything is to be kept from now on, and forgets what was. */
    void keep(boolean wanted) {
        kept = wanted;
        if (!said.isEmpty()) said = new ArrayList<>();
    }

    int size() {
        return said.size();
    }

    /** {@return what was said since the last call} */
    List<Record> take() {
        if (said.isEmpty()) return List.of();
        List<Record> all = said;
        said = new ArrayList<>();
        return all;
    }
}
