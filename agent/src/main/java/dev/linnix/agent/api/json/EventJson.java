package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process event of {@code /stream}.
 *
 * @param pid in the initial PID namespace
 * @param ppid parent
 * @param uid real user id
 * @param gid real group id; null when the process was gone before it could be read
 * @param comm command name, escaped
 * @param eventType 0 exec, 1 fork, 2 exit
 * @param eventTypeName {@code exec}, {@code fork} or {@code exit}
 * @param tsNs when it happened, CLOCK_BOOTTIME, ns
 * @param seq counts every event since the agent started
 * @param exitTimeNs when it ended; 0 but for an exit
 * @param cpuPctMilli thousandths of a percent, at most 65534; 65535 when not known
 * @param memPctMilli the same for memory
 * @param cpuPercent exit only: of one core, average over its life
 * @param memPercent exit only: peak resident memory, percent of the host's
 * @param data always 0 for these types
 * @param data2 always 0 for these types
 * @param aux always 0 for these types
 * @param aux2 always 0 for these types
 * @param tags always empty
 * @param time when it happened, RFC 3339, UTC
 * @param startNs start of the process, CLOCK_BOOTTIME, ns; with the pid unique until the next boot
 * @param cpuSeconds exit only: CPU time of all its threads
 * @param peakBytes exit only: peak resident memory
 * @param exitCode exit only: if it ended by itself
 * @param exitSignal exit only: if a signal ended it
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record EventJson(
        int pid,
        int ppid,
        int uid,
        Explicit gid,
        String comm,
        int eventType,
        String eventTypeName,
        long tsNs,
        long seq,
        long exitTimeNs,
        int cpuPctMilli,
        int memPctMilli,
        @Nullable Double cpuPercent,
        @Nullable Double memPercent,
        long data,
        long data2,
        int aux,
        int aux2,
        List<String> tags,
        String time,
        long startNs,
        @Nullable Double cpuSeconds,
        @Nullable Long peakBytes,
        @Nullable Integer exitCode,
        @Nullable Integer exitSignal) {}
