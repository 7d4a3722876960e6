package dev.linnix.agent.api;

import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.IncidentJson;
import dev.linnix.agent.api.json.ProcessJson;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.WallClock;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.recording.json.AlertJson;
import dev.linnix.recording.json.AlertViews;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what leaves the engine into the API's shapes: wall time, cgroup paths, words. Thread-safe. */
public final class Views {
    private static final double SECOND = 1e9;

    private final long memoryBytes;
    private final WallClock clock;
    private final Cgroups cgroups;
    private final Groups groups;
    private final AlertViews alerts;

    /** Creates the views of one host. */
    public Views(String host, long memoryBytes, WallClock clock, Cgroups cgroups) {
        this.memoryBytes = memoryBytes;
        this.clock = clock;
        this.cgroups = cgroups;
        this.groups = new Groups(Path.of("/proc"), clock::nowNs);
        this.alerts = new AlertViews(host, clock::wall, id -> cgroups.path(id).orElse(null));
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
        return alerts.alert(alert);
    }

    /** {@return the alert with its severity in lower case} */
    AlertJson timeline(Alert alert) {
        return alerts.timeline(alert);
    }

    /** {@return the incident with its alerts, and the names of the archives that are kept of it} */
    IncidentJson incident(Incident incident, List<String> bundles) {
        @Nullable
        Alert first = incident.alerts().isEmpty() ? null : incident.alerts().getFirst();
        ProcessRef target = first == null ? null : first.named();
        HostLoad load = incident.load();
        return new IncidentJson(
                incident.id(),
                AlertViews.lower(incident.state()),
                AlertViews.pascal(incident.severity()),
                alerts.time(incident.openedNs()),
                clock.wall(incident.openedNs()).getEpochSecond(),
                alerts.time(incident.changedNs()),
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
                Explicit.of(incident.cpuStallAfter()),
                bundles);
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
                info.cpuPercent() == null ? null : AlertViews.finite(info.cpuPercent()),
                memoryPercent(info),
                Math.max(0, end - process.startNs()) / 1_000_000_000L,
                info.state(),
                process.startNs(),
                alerts.time(process.startNs()),
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
                exitNs == null ? null : alerts.time(exitNs),
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
}
