package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent sees what it should, as {@code /readyz} tells it.
 *
 * @param ready whether it does
 * @param reason why not, in one sentence
 * @param reasons the same, one by one
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ReadyJson(boolean ready, @Nullable String reason, List<String> reasons) {}
