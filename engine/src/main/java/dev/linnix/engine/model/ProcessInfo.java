package dev.linnix.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process as the engine knows it. Times are CLOCK_BOOTTIME, ns. A value is null when it is not known (yet).
 *
 * @param process identity
 * @param parentPid current parent, 0 for none
 * @param birthParent the process that called fork; for processes older than the sensors the parent first seen
 * @param uid real user id
 * @param executable resolved path, escaped
 * @param args first arguments, escaped, credential-like values redacted
 * @param argsCut whether there are more
 * @param cgroupId of the unified hierarchy
 * @param state {@code running}, {@code sleeping}, {@code blocked}, {@code stopped}, {@code zombie} or {@code exited}
 * @param lastEvent {@code fork}, {@code exec}, {@code exit} or {@code snapshot}
 * @param kernelThread whether it is a kernel thread
 * @param threads live threads
 * @param cpuPercent of one core over the second before the last snapshot, unbounded above
 * @param cpuNs CPU time of the whole thread group, ns
 * @param anonBytes anonymous memory
 * @param fileBytes file mappings in memory
 * @param sharedBytes shared memory
 * @param swapBytes swapped out
 * @param fds open file descriptors
 * @param fdLimit soft RLIMIT_NOFILE
 * @param exitNs when it ended
 * @param exitStatus as wait(2) reports it
 * @param exitInferred whether its end was inferred from its absence in a snapshot
 * @param peakBytes peak resident set, known at exit
 * @param subtreeCpuPercent CPU of it and its birth descendants, those that ended included, percent of one core over the
 *     second before the last snapshot
 * @param subtreeForksPerSecond births caused by it and its birth descendants, those that ended included, in the last
 *     complete second
 */
public record ProcessInfo(
        ProcessRef process,
        int parentPid,
        @Nullable ProcessRef birthParent,
        int uid,
        @Nullable String executable,
        List<String> args,
        boolean argsCut,
        long cgroupId,
        String state,
        String lastEvent,
        boolean kernelThread,
        int threads,
        @Nullable Double cpuPercent,
        long cpuNs,
        @Nullable Long anonBytes,
        @Nullable Long fileBytes,
        @Nullable Long sharedBytes,
        @Nullable Long swapBytes,
        @Nullable Integer fds,
        @Nullable Long fdLimit,
        @Nullable Long exitNs,
        @Nullable Integer exitStatus,
        boolean exitInferred,
        @Nullable Long peakBytes,
        @Nullable Double subtreeCpuPercent,
        @Nullable Double subtreeForksPerSecond) {}
