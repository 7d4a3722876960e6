package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * A process and its relatives.
 *
 * @param root the process asked for
 * @param nodes itself, ancestors from the nearest, siblings, descendants by level
 * @param truncated whether there are more
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record GraphJson(int root, List<GraphNodeJson> nodes, boolean truncated) {}
