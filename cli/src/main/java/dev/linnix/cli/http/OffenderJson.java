package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process held responsible, as it was when the alert fired; what is absent is null, 0 or empty.
 *
 * @param pid of the process
 * @param startNs start, CLOCK_BOOTTIME, ns
 * @param start start, RFC 3339
 * @param comm command name, escaped
 * @param executable resolved path, escaped
 * @param args first arguments, escaped and redacted
 * @param argsCut whether there are more
 * @param uid real user id
 * @param cgroup path in the unified hierarchy
 * @param share of the scope's total caused by it and its descendants, 0 to 1
 * @param ownShare of the scope's total caused by itself, 0 to 1
 * @param alive whether it was alive when the alert fired
 * @param path birth ancestors, oldest first, ending with itself
 * @param repeatedExecutable what at least half of the births below it ran
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record OffenderJson(
        int pid,
        long startNs,
        @Nullable String start,
        @Nullable String comm,
        @Nullable String executable,
        List<String> args,
        boolean argsCut,
        int uid,
        @Nullable String cgroup,
        double share,
        double ownShare,
        boolean alive,
        List<ProcessRefJson> path,
        @Nullable String repeatedExecutable) {}
