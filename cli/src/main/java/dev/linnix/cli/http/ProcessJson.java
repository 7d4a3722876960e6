package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process, as {@code /processes} tells it; what is not known is null.
 *
 * @param pid of the process
 * @param ppid current parent
 * @param uid real user id
 * @param comm command name, escaped
 * @param cpuPct of one core
 * @param memPct resident memory, percent of the host's
 * @param ageSec since its start
 * @param state {@code running}, {@code sleeping}, … or {@code exited}
 * @param startNs start, CLOCK_BOOTTIME, ns
 * @param executable resolved path, escaped
 * @param args first arguments, escaped and redacted
 * @param argsCut whether there are more
 * @param cgroup path in the unified hierarchy
 * @param kernelThread whether it is one
 * @param threads live threads
 * @param rssBytes resident memory
 * @param fds open file descriptors
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ProcessJson(
        int pid,
        int ppid,
        int uid,
        String comm,
        @Nullable Double cpuPct,
        @Nullable Double memPct,
        long ageSec,
        @Nullable String state,
        long startNs,
        @Nullable String executable,
        List<String> args,
        boolean argsCut,
        @Nullable String cgroup,
        boolean kernelThread,
        int threads,
        @Nullable Long rssBytes,
        @Nullable Integer fds) {

    /** {@return its name; a question mark when it is unknown} */
    public String name() {
        return comm.isEmpty() ? "?" : comm;
    }

    /** {@return what it runs, for people: its arguments, else its executable, else its name} */
    public String command() {
        if (kernelThread) return "[" + name() + "]";
        if (!args.isEmpty()) return String.join(" ", args) + (argsCut ? " …" : "");
        return executable == null ? name() : executable;
    }
}
