package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A life-cycle event of a process, as {@code /stream} tells it; what is not known is null.
 *
 * @param pid of the process
 * @param ppid its parent
 * @param comm command name, escaped
 * @param eventTypeName {@code exec}, {@code fork}, {@code exit}, …
 * @param tsNs when, CLOCK_BOOTTIME, ns
 * @param exitTimeNs when it ended, CLOCK_BOOTTIME, ns; null or 0 unless it did
 * @param cpuPercent of one core
 * @param memPercent of the host's memory
 * @param exitCode if it ended by itself
 * @param exitSignal if a signal ended it
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record EventJson(
        int pid,
        int ppid,
        @Nullable String comm,
        @Nullable String eventTypeName,
        long tsNs,
        @Nullable Long exitTimeNs,
        @Nullable Double cpuPercent,
        @Nullable Double memPercent,
        @Nullable Integer exitCode,
        @Nullable Integer exitSignal) {}
