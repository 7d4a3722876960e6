package dev.linnix.engine.model;

/** How bad a rule says its finding is; in ascending order. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Worth a look. */
    LOW,
    /** Needs attention. */
    MEDIUM,
    /** The host is failing. */
    HIGH
}
