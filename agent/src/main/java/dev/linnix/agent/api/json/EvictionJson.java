package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * What a table of bounded size forgot to make room for newer entries; only what is not zero is listed.
 *
 * @param table {@code alerts}, {@code incidents}, {@code incident_alerts}, {@code event_frames}, {@code alert_frames},
 *     {@code group_ids} or {@code cgroup_paths}
 * @param count since start
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record EvictionJson(String table, long count) {}
