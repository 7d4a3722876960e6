package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Whether the agent sees what it should.
 *
 * @param ready whether it does
 * @param kernelInstrumentation {@code active} or {@code unavailable}
 * @param transport {@code ringbuf}, or {@code userspace} without kernel sensors
 * @param btfAvailable whether the kernel describes its types
 * @param rssProbe where memory figures come from
 * @param reason why it is not ready, one sentence; null when it is
 * @param reasons the same, one by one
 * @param degraded what is missing although it is ready, one sentence each: all is detected, but not all is kept
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ReadyJson(
        boolean ready,
        String kernelInstrumentation,
        String transport,
        boolean btfAvailable,
        String rssProbe,
        Explicit reason,
        List<String> reasons,
        List<String> degraded) {}
