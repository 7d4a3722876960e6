package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * All incidents remembered, in numbers.
 *
 * @param total how many
 * @param firing how many are not over
 * @param circuitBreakerTriggers always 0: there is no circuit breaker
 * @param avgRecoveryTimeMs of those resolved, from opening to the end; null when there is none
 * @param feedbackEntries always 0: no feedback is taken
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record IncidentStatsJson(
        int total, int firing, long circuitBreakerTriggers, Explicit avgRecoveryTimeMs, long feedbackEntries) {}
