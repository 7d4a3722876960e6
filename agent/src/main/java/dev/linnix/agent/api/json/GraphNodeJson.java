package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * One relative.
 *
 * @param pid in the initial PID namespace
 * @param ppid current parent
 * @param comm command name, escaped
 * @param uid real user id; null when not known
 * @param gid real group id; null when not known
 * @param eventType last thing heard of it
 * @param relationship {@code self}, {@code ancestor}, {@code virtual_root} (a parent nothing is known of), {@code sibling}
 *     or {@code descendant}
 * @param level 0 for itself and siblings, below 0 for ancestors, above for descendants
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record GraphNodeJson(
        int pid, int ppid, String comm, Explicit uid, Explicit gid, String eventType, String relationship, int level) {}
