package dev.linnix.cli.http;

import io.avaje.jsonb.Json;

/**
 * Names one process.
 *
 * @param pid of the process
 * @param startNs start, CLOCK_BOOTTIME, ns
 * @param comm command name, escaped
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ProcessRefJson(int pid, long startNs, String comm) {}
