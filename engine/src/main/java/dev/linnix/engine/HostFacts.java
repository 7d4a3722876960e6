package dev.linnix.engine;

/**
 * What the engine must know of the host; constant while it runs and part of every recording's header.
 *
 * @param cpus possible CPUs
 * @param memoryBytes physical memory
 * @param pageSize in bytes
 * @param agentPid the agent's own pid, 0 for none: it and its ancestors are never blamed
 * @param memoryErrorBytes how far one process's memory counters may be off (per-CPU batches), bytes; 0 when exact
 */
public record HostFacts(int cpus, long memoryBytes, int pageSize, int agentPid, long memoryErrorBytes) {}
