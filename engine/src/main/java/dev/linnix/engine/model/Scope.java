package dev.linnix.engine.model;

/** What an alert is about. */
public enum Scope {
    /** The whole host. */
    HOST,
    /** A process and its birth descendants. */
    SUBTREE,
    /** One process. */
    PROCESS
}
