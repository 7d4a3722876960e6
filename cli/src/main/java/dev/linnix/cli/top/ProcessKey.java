package dev.linnix.cli.top;

/**
 * Tells a process from every other until the next boot.
 *
 * @param pid in the agent's PID namespace
 * @param startNs start, CLOCK_BOOTTIME, ns
 */
record ProcessKey(int pid, long startNs) {}
