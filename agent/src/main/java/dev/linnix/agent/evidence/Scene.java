package dev.linnix.agent.evidence;

import dev.linnix.agent.host.Host;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a collector is told about an incident. Immutable but for {@link #processes} and {@link #minute}, which ask the
 * engine.
 *
 * @param incident as it is
 * @param trigger the alert that began it
 * @param offender the process to name; null when there is none
 * @param after whether the incident is over
 * @param from since when to look
 * @param firedAt when the trigger fired
 * @param to up to when to look
 * @param host this one
 * @param proc where the kernel's files are, {@code /proc} but for tests
 * @param processes those to show, see {@link dev.linnix.engine.EngineView#around}; empty when the engine cannot be asked
 * @param minute the last minute of the host and of the offender with all it forked; unknown when the engine cannot be asked
 * @param commands runs programs and reads files that may hang
 */
public record Scene(
        Incident incident,
        Alert trigger,
        @Nullable ProcessRef offender,
        boolean after,
        Instant from,
        Instant firedAt,
        Instant to,
        Host host,
        Path proc,
        Supplier<List<ProcessInfo>> processes,
        Supplier<LastMinute> minute,
        Commands commands) {
    /** Processes told to collectors: in a storm there are tens of thousands, and the agent has little memory. */
    public static final int MOST_PROCESSES = 2048;

    /** {@return the wall time at which this host was up for {@code bootNs}} */
    public Instant wall(long bootNs) {
        return firedAt.plusNanos(bootNs - trigger.firedNs()).truncatedTo(ChronoUnit.MILLIS);
    }
}
