package dev.linnix.cli.top;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Json.Naming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent's API answers, as far as it is shown here. An absent key is null, 0 or an empty list. */
final class Answers {
    private Answers() {}

    /** {@code /readyz}: whether the agent sees what it should, and why not. */
    @Json
    record Ready(boolean ready, @Nullable String reason) {}

    /** {@code /status}; rates per second, {@code cpuPct} of one core, {@code rssMb} in MB, loss in percent. */
    @Json(naming = Naming.LowerUnderscore)
    record Status(
            @Nullable String host,
            long pid,
            long uptimeS,
            double cpuPct,
            double rssMb,
            long eventsPerSec,
            long droppedEventsTotal,
            double lossPercent,
            @Nullable Snapshot snapshot,
            @Nullable Blind blind) {}

    /** How often the agent reads all tasks, ms. */
    @Json(naming = Naming.LowerUnderscore)
    record Snapshot(long periodMs) {}

    /** Time nobody watched, RFC 3339. */
    @Json
    record Blind(@Nullable String from, @Nullable String to) {}

    /** {@code /system}: the host's load averages, pressure (percent of time stalled in the last 10 s) and time since boot, s. */
    @Json(naming = Naming.LowerUnderscore)
    record Host(
            List<Double> loadAvg,
            @Nullable Double psiCpuSomeAvg10,
            @Nullable Double psiMemorySomeAvg10,
            @Nullable Double psiMemoryFullAvg10,
            @Nullable Double psiIoSomeAvg10,
            @Nullable Double psiIoFullAvg10,
            @Nullable Long uptimeS) {
        Host {
            loadAvg = given(loadAvg);
        }
    }

    /** One of {@code /processes}; the subtree's values include what has ended in the last second. */
    @Json(naming = Naming.LowerUnderscore)
    record Proc(
            int pid,
            long startNs,
            int ppid,
            @Nullable Integer birthPpid,
            int uid,
            @Nullable String comm,
            @Nullable String state,
            @Nullable String executable,
            List<String> args,
            long ageSec,
            int threads,
            @Nullable Double cpuPct,
            @Nullable Long anonBytes,
            @Nullable Long swapBytes,
            @Nullable Integer fds,
            @Nullable Double subtreeCpuPct,
            @Nullable Double subtreeForksPerSec) {
        Proc {
            args = given(args);
        }
    }

    /** One of {@code /incidents}. */
    @Json
    record Incident(
            @Nullable String id,
            @Nullable String state,
            @Nullable String severity,
            @Nullable String time,
            @Nullable String changed,
            List<Alert> alerts) {
        Incident {
            alerts = given(alerts);
        }
    }

    /** One firing of one rule. */
    @Json(naming = Naming.LowerUnderscore)
    record Alert(
            @Nullable String id,
            @Nullable String rule,
            @Nullable String detector,
            @Nullable String severity,
            @Nullable String state,
            @Nullable String message,
            @Nullable String time,
            @Nullable Offender offender,
            List<Offender> offenders,
            @Nullable Ref hostedBy,
            List<Offender> candidates,
            @Nullable Double value,
            @Nullable Double peak,
            @Nullable Double threshold,
            @Nullable String unit,
            double windowSeconds,
            boolean lowerBound,
            @Nullable String silence) {
        Alert {
            offenders = given(offenders);
            candidates = given(candidates);
        }
    }

    /** A process held responsible; shares 0 to 1. */
    @Json(naming = Naming.LowerUnderscore)
    record Offender(
            int pid,
            long startNs,
            @Nullable String comm,
            @Nullable String executable,
            List<String> args,
            boolean argsCut,
            int uid,
            @Nullable String cgroup,
            double share,
            double ownShare,
            List<Ref> path,
            @Nullable String repeatedExecutable) {
        Offender {
            args = given(args);
            path = given(path);
        }
    }

    /** Names a process. */
    @Json(naming = Naming.LowerUnderscore)
    record Ref(int pid, long startNs, @Nullable String comm) {}

    private static <T> List<T> given(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
