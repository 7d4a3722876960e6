package dev.linnix.agent.api;

import dev.linnix.agent.api.json.AlertJson;
import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.IncidentJson;
import dev.linnix.agent.api.json.OffenderJson;
import dev.linnix.agent.api.json.ProcessJson;
import dev.linnix.agent.api.json.ProcessRefJson;
import dev.linnix.agent.api.json.SubjectJson;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.WallClock;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what leaves the engine into the API's shapes: wall time, cgroup paths, words. Thread-safe. */
public final class Views {
    private static final double SECOND = 1e9;

    private final String host;
    private final long memoryBytes;
    private final WallClock clock;
    private final Cgroups cgroups;
    private final Groups groups;

    /** Creates the views of one host. */
    public Views(String host, long memoryBytes, WallClock clock, Cgroups cgroups) {
        this.host = host;
        this.memoryBytes = memoryBytes;
        this.clock = clock;
        this.cgroups = cgroups;
        this.groups = new Groups(Path.of("/proc"), clock::nowNs);
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /** {@return who knows the group ids of processes} */
    Groups groups() {
        return groups;
    }

    /** {@return who knows the paths of cgroups} */
    Cgroups cgroups() {
        return cgroups;
    }

    /** {@return the process's real group id} */
    Explicit group(ProcessInfo info) {
        if (info.kernelThread()) return Explicit.of(0);
        return Explicit.of(
                groups.of(info.process().pid(), info.process().startNs(), info.uid(), info.exitNs() != null));
    }

    /** {@return the alert with its severity in PascalCase} */
    public AlertJson alert(Alert alert) {
        return alert(alert, pascal(alert.severity()));
    }

    /** {@return the alert with its severity in lower case} */
    AlertJson timeline(Alert alert) {
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
                clock.wall(alert.firedNs()).getEpochSecond(),
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

    /** {@return the incident with its alerts} */
    IncidentJson incident(Incident incident) {
        @Nullable
        Alert first = incident.alerts().isEmpty() ? null : incident.alerts().getFirst();
        ProcessRef target = first == null ? null : first.named();
        HostLoad load = incident.load();
        return new IncidentJson(
                incident.id(),
                lower(incident.state()),
                pascal(incident.severity()),
                time(incident.openedNs()),
                clock.wall(incident.openedNs()).getEpochSecond(),
                time(incident.changedNs()),
                first == null ? null : first.rule(),
                target == null ? null : target.pid(),
                target == null ? null : target.comm(),
                incident.alerts().stream().map(this::alert).toList(),
                Explicit.of(load.cpuStallPercent()),
                Explicit.of(load.memoryStallPercent()),
                Explicit.of(load.ioStallPercent()),
                Explicit.of(load.cpuPercent()),
                loadAverages(load),
                "none",
                Explicit.NULL,
                Explicit.NULL,
                Explicit.NULL,
                Explicit.of(recoveryMs(incident)),
                Explicit.of(incident.cpuStallAfter()));
    }

    private static Explicit loadAverages(HostLoad load) {
        if (load.loadAverages().isEmpty()) return Explicit.NULL;
        return new Explicit(load.loadAverages().stream()
                .map(average -> String.format(Locale.ROOT, "%.2f", average))
                .collect(Collectors.joining(",")));
    }

    /** {@return from the opening to the end, ms; null while it fires or when it was withdrawn} */
    static @Nullable Long recoveryMs(Incident incident) {
        boolean resolved = incident.state() == AlertState.RESOLVED;
        return resolved ? (incident.changedNs() - incident.openedNs()) / 1_000_000 : null;
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
                cgroups.path(offender.cgroupId()).orElse(null),
                offender.cgroupId(),
                offender.share(),
                offender.ownShare(),
                offender.alive(),
                offender.path().stream().map(this::ref).toList(),
                offender.repeatedExecutable());
    }

    /** {@return the process} */
    ProcessJson process(ProcessInfo info) {
        ProcessRef process = info.process();
        Long exitNs = info.exitNs();
        Integer status = info.exitStatus();
        boolean signalled = status != null && (status & 0x7f) != 0;
        long end = exitNs == null ? clock.nowNs() : exitNs;
        return new ProcessJson(
                process.pid(),
                info.parentPid(),
                info.birthParent() == null ? null : info.birthParent().pid(),
                info.uid(),
                group(info),
                process.comm(),
                info.lastEvent(),
                info.cpuPercent() == null ? null : finite(info.cpuPercent()),
                memoryPercent(info),
                Math.max(0, end - process.startNs()) / 1_000_000_000L,
                info.state(),
                process.startNs(),
                time(process.startNs()),
                info.executable(),
                info.args(),
                info.argsCut(),
                cgroups.path(info.cgroupId()).orElse(null),
                info.cgroupId(),
                info.kernelThread(),
                info.threads(),
                info.cpuNs() / SECOND,
                resident(info),
                info.anonBytes(),
                info.fileBytes(),
                info.sharedBytes(),
                info.swapBytes(),
                info.peakBytes(),
                info.fds(),
                info.fdLimit(),
                exitNs == null ? null : time(exitNs),
                status == null || signalled ? null : (status >> 8) & 0xff,
                status != null && signalled ? status & 0x7f : null,
                info.exitInferred(),
                Explicit.NULL,
                null,
                info.subtreeCpuPercent(),
                info.subtreeForksPerSecond());
    }

    /** {@return anonymous, file and shared memory, bytes; null when not known} */
    static @Nullable Long resident(ProcessInfo info) {
        Long anon = info.anonBytes();
        Long file = info.fileBytes();
        Long shared = info.sharedBytes();
        return anon == null || file == null || shared == null ? null : anon + file + shared;
    }

    /** {@return resident memory, percent of the host's; null when not known} */
    @Nullable
    Double memoryPercent(ProcessInfo info) {
        Long resident = resident(info);
        return resident == null ? null : 100.0 * resident / memoryBytes;
    }

    private ProcessRefJson ref(ProcessRef process) {
        return new ProcessRefJson(process.pid(), process.startNs(), time(process.startNs()), process.comm());
    }

    private @Nullable ProcessRefJson nullable(@Nullable ProcessRef process) {
        return process == null ? null : ref(process);
    }

    private String time(long bootNs) {
        return clock.wall(bootNs).toString();
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String pascal(Severity severity) {
        String name = severity.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
