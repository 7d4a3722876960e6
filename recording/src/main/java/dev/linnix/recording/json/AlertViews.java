package dev.linnix.recording.json;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Turns alerts as they leave the engine into JSON's shapes: wall time, cgroup paths, words. As thread-safe as what it is given. */
public final class AlertViews {
    private static final double SECOND = 1e9;

    private final String host;
    private final LongFunction<Instant> wall;
    private final LongFunction<@Nullable String> cgroups;

    /**
     * Creates the views of one host.
     *
     * @param host its name
     * @param wall from CLOCK_BOOTTIME, ns, to wall time
     * @param cgroups from a cgroup's id to its path in the unified hierarchy, null when unknown
     */
    public AlertViews(String host, LongFunction<Instant> wall, LongFunction<@Nullable String> cgroups) {
        this.host = host;
        this.wall = wall;
        this.cgroups = cgroups;
    }

    /** {@return the alert with its severity in PascalCase} */
    public AlertJson alert(Alert alert) {
        return alert(alert, pascal(alert.severity()));
    }

    /** {@return the alert with its severity in lower case} */
    public AlertJson timeline(Alert alert) {
        return alert(alert, lower(alert.severity()));
    }

    private AlertJson alert(Alert alert, String severity) {
        List<OffenderJson> offenders =
                alert.blame().responsible().stream().map(this::offender).toList();
        return new AlertJson(
                alert.id(),
                alert.incidentId(),
                alert.rule(),
                alert.detector(),
                severity,
                lower(alert.state()),
                alert.message(),
                host,
                time(alert.firedNs()),
                wall.apply(alert.firedNs()).getEpochSecond(),
                time(alert.changedNs()),
                new SubjectJson(
                        lower(alert.subject().scope()), nullable(alert.subject().process())),
                offenders.isEmpty() ? null : offenders.getFirst(),
                offenders,
                nullable(alert.blame().host()),
                alert.blame().top().stream().map(this::offender).toList(),
                finite(alert.value()),
                finite(alert.peak()),
                finite(alert.threshold()),
                alert.unit(),
                alert.windowNs() / SECOND,
                alert.lowerBound(),
                alert.silence());
    }

    /** {@return the change an incident came into, its alerts by id} */
    public IncidentTransition transition(Incident incident) {
        HostLoad load = incident.load();
        return new IncidentTransition(
                "incident",
                incident.id(),
                lower(incident.state()),
                pascal(incident.severity()),
                time(incident.openedNs()),
                incident.openedNs(),
                time(incident.changedNs()),
                incident.changedNs(),
                incident.alerts().stream().map(Alert::id).toList(),
                load.cpuStallPercent(),
                load.memoryStallPercent(),
                load.ioStallPercent(),
                load.cpuPercent(),
                load.loadAverages().isEmpty() ? null : load.loadAverages(),
                incident.cpuStallAfter());
    }

    private OffenderJson offender(Offender offender) {
        ProcessRef process = offender.process();
        return new OffenderJson(
                process.pid(),
                process.startNs(),
                time(process.startNs()),
                process.comm(),
                offender.executable(),
                offender.args(),
                offender.argsCut(),
                offender.uid(),
                cgroups.apply(offender.cgroupId()),
                offender.cgroupId(),
                offender.share(),
                offender.ownShare(),
                offender.alive(),
                offender.path().stream().map(this::ref).toList(),
                offender.repeatedExecutable());
    }

    private ProcessRefJson ref(ProcessRef process) {
        return new ProcessRefJson(process.pid(), process.startNs(), time(process.startNs()), process.comm());
    }

    private @Nullable ProcessRefJson nullable(@Nullable ProcessRef process) {
        return process == null ? null : ref(process);
    }

    /** {@return the wall time in RFC 3339, UTC} */
    public String time(long bootNs) {
        return wall.apply(bootNs).toString();
    }

    /** {@return the number, null when it is none that JSON has} */
    public static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** {@return the constant's name in lower case} */
    public static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** {@return the severity with a capital first letter} */
    public static String pascal(Severity severity) {
        String name = severity.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
