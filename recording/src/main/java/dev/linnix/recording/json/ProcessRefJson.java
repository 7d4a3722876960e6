package dev.linnix.recording.json;

import io.avaje.jsonb.Json;

/**
 * Names one process.
 *
 * @param pid in the initial PID namespace
 * @param startNs start, CLOCK_BOOTTIME, ns; with the pid unique until the next boot
 * @param start start, RFC 3339, UTC
 * @param comm command name, escaped
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ProcessRefJson(int pid, long startNs, String start, String comm) {}
