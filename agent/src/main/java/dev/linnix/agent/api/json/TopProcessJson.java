package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One of the largest processes.
 *
 * @param pid in the initial PID namespace
 * @param comm command name, escaped
 * @param memPercent of the host's memory; absent in the list by CPU
 * @param cpuPercent of one core; absent in the list by memory
 * @param k8s pod it belongs to: null, as Kubernetes is not asked
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record TopProcessJson(
        int pid,
        String comm,
        @Nullable Double memPercent,
        @Nullable Double cpuPercent,
        Explicit k8s) {}
