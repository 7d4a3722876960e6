package dev.linnix.engine.model;

/**
 * Names one process for ever: a pid is reused, a (pid, start) pair is not.
 *
 * @param pid in the initial PID namespace
 * @param startNs start of the process, CLOCK_BOOTTIME, ns
 * @param comm command name, escaped (see {@link dev.linnix.engine.KernelText})
 */
public record ProcessRef(int pid, long startNs, String comm) {}
