package dev.linnix.engine.model;

/** Where an alert stands. A condition that has not lasted yet is pending and no alert. */
public enum AlertState {
    /** The condition holds. */
    FIRING,
    /** The value fell below 0.8 of the threshold for long enough, or the offender is gone. */
    RESOLVED,
    /** The rule was removed or changed by a reload while the alert was firing. */
    WITHDRAWN
}
