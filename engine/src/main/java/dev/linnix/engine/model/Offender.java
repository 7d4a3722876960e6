package dev.linnix.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process held responsible, as it was when the alert fired.
 *
 * @param process identity
 * @param executable resolved path of what it runs, escaped; null when unknown
 * @param args its first arguments, escaped, credential-like values redacted
 * @param argsCut whether there are more
 * @param uid real user id
 * @param cgroupId of the unified hierarchy
 * @param share part of the scope's total that this process and its birth descendants caused, 0 to 1
 * @param ownShare part of the scope's total that the process caused itself, 0 to 1
 * @param alive whether it was alive when the alert fired
 * @param path birth ancestors, oldest first, ending with the process itself
 * @param repeatedExecutable executable that at least half of the births below it ran, null when there is none
 */
public record Offender(
        ProcessRef process,
        @Nullable String executable,
        List<String> args,
        boolean argsCut,
        int uid,
        long cgroupId,
        double share,
        double ownShare,
        boolean alive,
        List<ProcessRef> path,
        @Nullable String repeatedExecutable) {}
