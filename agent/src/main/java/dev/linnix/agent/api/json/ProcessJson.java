package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process. What is not known is absent.
 *
 * @param pid in the initial PID namespace
 * @param ppid current parent
 * @param birthPpid the process that called fork
 * @param uid real user id
 * @param gid real group id; null when the process is gone or hidden
 * @param comm command name, escaped
 * @param eventType last thing heard of it: {@code fork}, {@code exec}, {@code exit} or {@code snapshot}
 * @param cpuPct of one core
 * @param memPct resident memory, percent of the host's
 * @param ageSec since its start
 * @param state {@code running}, {@code sleeping}, {@code blocked}, {@code stopped}, {@code zombie} or {@code exited}
 * @param startNs start, CLOCK_BOOTTIME, ns
 * @param start start, RFC 3339, UTC
 * @param executable resolved path, escaped
 * @param args first arguments, escaped and redacted
 * @param argsCut whether there are more
 * @param cgroup path in the unified hierarchy
 * @param cgroupId of the unified hierarchy
 * @param kernelThread whether it is one
 * @param threads live threads
 * @param cpuSeconds CPU time of all its threads
 * @param rssBytes resident: anonymous, file and shared
 * @param anonBytes anonymous memory
 * @param fileBytes file mappings in memory
 * @param sharedBytes shared memory
 * @param swapBytes swapped out
 * @param peakBytes peak resident set, known at exit
 * @param fds open file descriptors
 * @param fdLimit soft limit of them
 * @param exited when it ended, RFC 3339, UTC
 * @param exitCode if it ended by itself
 * @param exitSignal if a signal ended it
 * @param exitInferred whether its end was inferred from its absence
 * @param k8s pod it belongs to: null, as Kubernetes is not asked
 * @param priority of its pod; absent without one
 * @param subtreeCpuPct CPU of it and its birth descendants, those that ended included, of one core over the last second
 * @param subtreeForksPerSec processes that it and its birth descendants created in the last second
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ProcessJson(
        int pid,
        int ppid,
        @Nullable Integer birthPpid,
        int uid,
        Explicit gid,
        String comm,
        String eventType,
        @Nullable Double cpuPct,
        @Nullable Double memPct,
        long ageSec,
        String state,
        long startNs,
        String start,
        @Nullable String executable,
        List<String> args,
        boolean argsCut,
        @Nullable String cgroup,
        long cgroupId,
        boolean kernelThread,
        int threads,
        double cpuSeconds,
        @Nullable Long rssBytes,
        @Nullable Long anonBytes,
        @Nullable Long fileBytes,
        @Nullable Long sharedBytes,
        @Nullable Long swapBytes,
        @Nullable Long peakBytes,
        @Nullable Integer fds,
        @Nullable Long fdLimit,
        @Nullable String exited,
        @Nullable Integer exitCode,
        @Nullable Integer exitSignal,
        boolean exitInferred,
        Explicit k8s,
        @Nullable String priority,
        @Nullable Double subtreeCpuPct,
        @Nullable Double subtreeForksPerSec) {}
