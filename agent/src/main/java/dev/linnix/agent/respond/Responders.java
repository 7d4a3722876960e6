package dev.linnix.agent.respond;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import java.util.List;

/** Hands every change of an alert to every responder's queue. On the engine's thread; returns at once. */
public final class Responders implements AlertListener, AutoCloseable {
    private final List<ResponderQueue> queues;

    /** Creates the fan-out. */
    public Responders(List<ResponderQueue> queues) {
        this.queues = List.copyOf(queues);
    }

    /** Starts every responder. */
    public void start() {
        queues.forEach(ResponderQueue::start);
    }

    @Override
    public void onAlert(Alert alert) {
        for (ResponderQueue queue : queues) queue.offer(alert);
    }

    /** Incidents are read by query; nobody waits for them yet. */
    @Override
    public void onIncident(Incident incident) {}

    /** {@return how the responders are} */
    public List<ResponderQueue.Health> health() {
        return queues.stream().map(ResponderQueue::health).toList();
    }

    /** Lets every responder finish, for a bounded time. */
    @Override
    public void close() {
        queues.forEach(ResponderQueue::close);
    }
}
