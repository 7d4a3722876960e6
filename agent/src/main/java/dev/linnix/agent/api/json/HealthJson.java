package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * The process lives; that is all.
 *
 * @param status always {@code ok}
 * @param version of the agent
 * @param kernelInstrumentation {@code active} or {@code unavailable}
 * @param transport {@code ringbuf}, or {@code userspace} without kernel sensors
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record HealthJson(String status, String version, String kernelInstrumentation, String transport) {}
