package dev.linnix.recording.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process held responsible, as it was when the alert fired.
 *
 * @param pid in the initial PID namespace
 * @param startNs start, CLOCK_BOOTTIME, ns
 * @param start start, RFC 3339, UTC
 * @param comm command name, escaped
 * @param executable resolved path, escaped; absent when unknown
 * @param args first arguments, escaped and redacted
 * @param argsCut whether there are more
 * @param uid real user id
 * @param cgroup path in the unified hierarchy; absent when unknown
 * @param cgroupId of the unified hierarchy
 * @param share of the scope's total caused by it and its birth descendants, 0 to 1
 * @param ownShare of the scope's total caused by itself, 0 to 1
 * @param alive whether it was alive when the alert fired
 * @param path birth ancestors, oldest first, ending with itself
 * @param repeatedExecutable what at least half of the births below it ran; absent when there is none
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record OffenderJson(
        int pid,
        long startNs,
        String start,
        String comm,
        @Nullable String executable,
        List<String> args,
        boolean argsCut,
        int uid,
        @Nullable String cgroup,
        long cgroupId,
        double share,
        double ownShare,
        boolean alive,
        List<ProcessRefJson> path,
        @Nullable String repeatedExecutable) {}
