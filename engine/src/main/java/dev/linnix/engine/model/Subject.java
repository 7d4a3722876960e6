package dev.linnix.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * What an alert is about; with the rule's name the key of cooldown and state.
 *
 * @param scope host, subtree or process
 * @param process root of the subtree or the process, null for the host
 */
public record Subject(Scope scope, @Nullable ProcessRef process) {
    /** The whole host. */
    public static final Subject HOST = new Subject(Scope.HOST, null);
}
