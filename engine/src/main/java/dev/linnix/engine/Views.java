package dev.linnix.engine;

import dev.linnix.engine.incident.AlertBook;
import dev.linnix.engine.incident.IncidentBook;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessOrder;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Image;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.ProcessTable;
import dev.linnix.engine.table.RecordApplier;
import dev.linnix.engine.table.SlidingCounter;
import dev.linnix.engine.table.SnapshotApplier;
import dev.linnix.engine.table.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers queries with immutable copies. */
final class Views implements EngineView {
    private static final int STOPPED = 0x4 | 0x8;
    /** Interruptibly or not. */
    private static final int SLEEPING = 0x1 | 0x2;

    private static final double US_PER_PERCENT = 10_000;

    private final HostState host;
    private final RecordApplier records;
    private final SnapshotApplier snapshots;
    private final RuleSetMonitor rules;
    private final Ledger ledger;
    private final AlertBook alerts;
    private final IncidentBook incidents;

    Views(
            HostState host,
            RecordApplier records,
            SnapshotApplier snapshots,
            RuleSetMonitor rules,
            Ledger ledger,
            AlertBook alerts,
            IncidentBook incidents) {
        this.host = host;
        this.records = records;
        this.snapshots = snapshots;
        this.rules = rules;
        this.ledger = ledger;
        this.alerts = alerts;
        this.incidents = incidents;
    }

    @Override
    public EngineStatus status() {
        ProcessTable table = host.table();
        return new EngineStatus(
                host.nowNs(),
                ledger.delivered(),
                ledger.produced(),
                ledger.lost(),
                ledger.earlyCount(),
                ledger.malformedCount(),
                table.alive(),
                snapshots.zombies(),
                table.size() - table.alive(),
                table.capacity(),
                table.folded(),
                table.refused(),
                records.inferredExits(),
                records.repairedBirths(),
                records.duplicateExits(),
                snapshots.applied(),
                rules.rules(),
                rules.pending(),
                rules.firing(),
                rules.refused(),
                host.eventsPerSecond(),
                ledger.sensors(),
                host.lossPercent(),
                alerts.evicted(),
                incidents.evicted(),
                incidents.evictedAlerts(),
                rules.blind());
    }

    @Override
    public List<ProcessInfo> processes(boolean dead) {
        List<ProcessNode> nodes = new ArrayList<>();
        host.table().forEach(node -> {
            if (dead || node.alive() || snapshots.isZombie(node)) nodes.add(node);
        });
        return describe(nodes);
    }

    @Override
    public List<ProcessInfo> around(@Nullable ProcessRef top, int limit) {
        Set<ProcessNode> nodes = new LinkedHashSet<>();
        ProcessNode named = top == null ? null : host.table().find(top.pid(), top.startNs());
        for (ProcessNode up = named; up != null; up = up.parent()) nodes.add(up);
        int most = nodes.size() + limit;
        Predicate<ProcessNode> there = node -> node.alive() || snapshots.isZombie(node);
        // Of a tree that is very large not all, so that something is told of the others too.
        if (named != null) host.table().forSubtree(named, upTo(most - limit / 2, nodes, there));
        host.table().forEach(upTo(most, nodes, there));
        if (named == null) host.table().forEach(upTo(most, nodes, _ -> true));
        else host.table().forSubtree(named, upTo(most, nodes, _ -> true));
        return describe(new ArrayList<>(nodes));
    }

    private static Consumer<ProcessNode> upTo(int most, Set<ProcessNode> nodes, Predicate<ProcessNode> wanted) {
        return node -> {
            if (nodes.size() < most && wanted.test(node)) nodes.add(node);
        };
    }

    private List<ProcessInfo> describe(List<ProcessNode> nodes) {
        double[] cpuUs = subtrees(nodes, Measures.CPU_US, host.cpuUntilNs());
        double[] forks = subtrees(nodes, Measures.BIRTHS, host.nowNs());
        List<ProcessInfo> list = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) list.add(describe(nodes.get(i), cpuUs[i], forks[i]));
        list.sort(Comparator.comparingLong((ProcessInfo p) -> p.process().startNs())
                .thenComparingInt(p -> p.process().pid()));
        return List.copyOf(list);
    }

    @Override
    public List<ProcessInfo> top(ProcessOrder order, int limit) {
        Comparator<ProcessNode> bySize = Comparator.comparingLong(node -> size(node, order));
        PriorityQueue<ProcessNode> largest = new PriorityQueue<>(limit + 1, bySize);
        host.table().forEach(node -> {
            if (size(node, order) <= 0) return;
            largest.add(node);
            if (largest.size() > limit) largest.poll();
        });
        return largest.stream().sorted(bySize.reversed()).map(this::describe).toList();
    }

    private long size(ProcessNode node, ProcessOrder order) {
        if (!node.alive()) return 0;
        Vitals vitals = node.vitals();
        return switch (order) {
            case MEMORY -> vitals.anonBytes() + vitals.fileBytes() + vitals.sharedBytes();
            case CPU -> cpuUs(node);
        };
    }

    @Override
    public @Nullable ProcessInfo process(int pid) {
        ProcessNode node = host.table().find(pid);
        if (node == null) return null;
        double cpuUs = subtrees(List.of(node), Measures.CPU_US, host.cpuUntilNs())[0];
        return describe(node, cpuUs, subtrees(List.of(node), Measures.BIRTHS, host.nowNs())[0]);
    }

    @Override
    public LastMinute lastMinute(@Nullable ProcessRef top) {
        return new MinuteView(host, top == null ? null : host.table().find(top.pid(), top.startNs())).read();
    }

    @Override
    public List<Alert> alerts(int limit) {
        return alerts.latest(limit);
    }

    @Override
    public List<Incident> incidents(int limit) {
        return incidents.latest(limit);
    }

    @Override
    public @Nullable Incident incident(String id) {
        return incidents.find(id);
    }

    /** {@return the sums over the subtrees of these nodes in the last complete second before a time} */
    private double[] subtrees(List<ProcessNode> nodes, int slot, long untilNs) {
        long end = SlidingCounter.bucket(untilNs);
        host.table().aggregate(new Measure.Counted(slot, end - SlidingCounter.PER_SECOND, end - 1));
        return nodes.stream().mapToDouble(ProcessNode::total).toArray();
    }

    private ProcessInfo describe(ProcessNode node) {
        return describe(node, Double.NaN, Double.NaN);
    }

    /** {@return what is known of it; a sum over its subtree that is NaN was not asked for} */
    private ProcessInfo describe(ProcessNode node, double subtreeCpuUs, double subtreeForks) {
        Image image = node.image();
        Vitals vitals = node.vitals();
        boolean memory = vitals.memoryKnown() && node.alive();
        boolean fds = vitals.fdsKnown() && node.alive();
        return new ProcessInfo(
                node.ref(),
                node.parentPid(),
                birthParent(node),
                node.uid(),
                image == null ? null : image.executable(),
                image == null ? List.of() : image.args(),
                image != null && image.argsCut(),
                node.cgroupId(),
                state(node),
                node.lastEvent().name().toLowerCase(Locale.ROOT),
                node.is(RecordFlags.KERNEL_THREAD),
                node.alive() ? vitals.threads() : 0,
                cpuPercent(node),
                node.cpuNs(),
                memory ? vitals.anonBytes() : null,
                memory ? vitals.fileBytes() : null,
                memory ? vitals.sharedBytes() : null,
                memory ? vitals.swapBytes() : null,
                fds ? vitals.fds() : null,
                fds ? vitals.fdLimit() : null,
                node.alive() ? null : node.exitNs(),
                node.alive() || (node.exitInferred() && node.status() == 0) ? null : node.status(),
                node.exitInferred(),
                node.peakBytes() == 0 ? null : node.peakBytes(),
                host.cpuUntilNs() == 0 || Double.isNaN(subtreeCpuUs) ? null : subtreeCpuUs / US_PER_PERCENT,
                Double.isNaN(subtreeForks) ? null : subtreeForks);
    }

    private static @Nullable ProcessRef birthParent(ProcessNode node) {
        if (node.birthParentPid() == 0) return null;
        ProcessNode parent = node.parent();
        boolean remembered = parent != null
                && parent.pid() == node.birthParentPid()
                && parent.startNs() == node.birthParentStartNs();
        String comm = remembered && parent != null ? parent.commText() : "";
        return new ProcessRef(node.birthParentPid(), node.birthParentStartNs(), comm);
    }

    private String state(ProcessNode node) {
        if (snapshots.isZombie(node)) return "zombie";
        if (!node.alive()) return "exited";
        int state = node.vitals().state();
        if ((state & STOPPED) != 0) return "stopped";
        if (node.vitals().blocked()) return "blocked";
        return (state & SLEEPING) != 0 ? "sleeping" : "running";
    }

    private @Nullable Double cpuPercent(ProcessNode node) {
        return host.cpuUntilNs() == 0 || !node.alive() ? null : cpuUs(node) / US_PER_PERCENT;
    }

    /** {@return CPU time used in the last second that is known, µs} */
    private long cpuUs(ProcessNode node) {
        long end = SlidingCounter.bucket(host.cpuUntilNs());
        return node.caused(Measures.CPU_US, end - SlidingCounter.PER_SECOND, end - 1);
    }
}
