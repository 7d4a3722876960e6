package dev.linnix.engine.model;

/** What processes can be ranked by, the largest first. */
public enum ProcessOrder {
    /** Resident memory: anonymous, file and shared. */
    MEMORY,
    /** CPU time in the last second before the last snapshot. */
    CPU
}
