package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * All processes at one moment.
 *
 * @param event always {@code update}
 * @param processes by pid
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record LiveJson(String event, List<ProcessJson> processes) {}
