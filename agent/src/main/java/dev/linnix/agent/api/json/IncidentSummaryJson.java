package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * All incidents remembered, at most 256.
 *
 * @param total how many
 * @param analyzed with an analysis by a language model: none, as there is none
 * @param pendingAnalysis waiting for one: none
 * @param byEventType how many by the rule of their first alert
 * @param recent the latest ten
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record IncidentSummaryJson(
        int total, int analyzed, int pendingAnalysis, Map<String, Long> byEventType, List<IncidentJson> recent) {}
