package dev.linnix.agent.respond;

import dev.linnix.engine.model.Alert;

/** Does one thing with every change of an alert. */
@FunctionalInterface
public interface AlertResponder {
    /**
     * Does what is to be done. Called on the responder's own thread; may block.
     *
     * @throws Exception when it failed; the queue counts it and goes on, after a pause that grows with each failure
     */
    void respond(Alert alert) throws Exception;
}
