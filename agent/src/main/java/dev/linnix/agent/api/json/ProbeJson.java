package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * What the kernel offers, as {@code linnix agent --probe-only} prints it.
 *
 * @param rssProbe where memory figures come from: {@code iter:task} or {@code proc}
 * @param btf whether the kernel describes its types
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ProbeJson(String rssProbe, boolean btf) {}
