package dev.linnix.engine;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;

/** Told of every change of an alert or incident, on the engine's thread, in order. Must return at once and not throw. */
public interface AlertListener {
    /** Ignores everything. */
    AlertListener NONE = new AlertListener() {
        @Override
        public void onAlert(Alert alert) {}

        @Override
        public void onIncident(Incident incident) {}
    };

    /** The alert fired, was reopened, was resolved or was withdrawn. */
    void onAlert(Alert alert);

    /** The incident was opened, gained an alert, or changed its state; called after {@link #onAlert}. */
    void onIncident(Incident incident);
}
