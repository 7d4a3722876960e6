package dev.linnix.agent.respond;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import java.util.List;
import java.util.function.Consumer;

/** Hands every change of an alert to every responder's queue. On the engine's thread; returns at once. */
public final class Responders implements AlertListener, AutoCloseable {
    private final List<ResponderQueue> queues;
    private final Consumer<Incident> incidents;

    /**
     * Creates the fan-out.
     *
     * @param incidents is told each change of an incident; must return at once
     */
    public Responders(List<ResponderQueue> queues, Consumer<Incident> incidents) {
        this.queues = List.copyOf(queues);
        this.incidents = incidents;
    }

    /** Starts every responder. */
    public void start() {
        queues.forEach(ResponderQueue::start);
    }

    @Override
    public void onAlert(Alert alert) {
        for (ResponderQueue queue : queues) queue.offer(alert);
    }

    @Override
    public void onIncident(Incident incident) {
        incidents.accept(incident);
    }

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
