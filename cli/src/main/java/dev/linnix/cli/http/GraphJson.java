package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process among its kin, as {@code /graph/{pid}} tells it.
 *
 * @param root the process asked for
 * @param nodes itself and its kin
 * @param truncated whether there are more
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record GraphJson(int root, List<NodeJson> nodes, boolean truncated) {

    /**
     * One of them.
     *
     * @param pid of the process
     * @param ppid its parent
     * @param comm command name, escaped
     * @param uid real user id; null when not known
     * @param eventType last thing heard of it
     * @param relationship {@code self}, {@code ancestor}, {@code virtual_root}, {@code sibling} or {@code descendant}
     * @param level -1, -2, … for ancestors, 0, then 1, 2, … for descendants
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record NodeJson(
            int pid,
            int ppid,
            String comm,
            @Nullable Integer uid,
            @Nullable String eventType,
            String relationship,
            int level) {}
}
