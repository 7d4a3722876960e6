package dev.linnix.engine.incident;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.ProcessTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins alerts into incidents: their offenders are the same or ancestor and descendant, and they overlap within 30 s. The
 * latest incidents are remembered; the oldest that is over goes first. Confined to the engine's thread.
 */
public final class IncidentBook {
    /** Most incidents remembered. */
    public static final int CAPACITY = 256;

    /** Most alerts of one incident; the oldest go first. */
    public static final int ALERTS = 100;

    /** Most processes that one alert holds responsible. */
    static final int RESPONSIBLE = 64;

    /** More than a state ever refers to. */
    private static final int MOST_KEPT = 1 << 16;

    private static final Entry BLANK = new Entry("", 0, HostLoad.UNKNOWN);
    private static final long JOIN_NS = 30 * Rule.SECOND;

    private final Map<String, Entry> byId = new LinkedHashMap<>();
    private final HostState host;
    private final ProcessTable table;
    private final AlertListener listener;
    private long count;
    private long evicted;
    private long evictedAlerts;

    /** One incident as it grows. */
    static final class Entry {
        private final String id;
        private final long openedNs;
        private final HostLoad load;
        private final Map<String, Alert> alerts = new LinkedHashMap<>();
        /** In the order they came; a crash loop that is reopened for hours gathers thousands. */
        private final Set<ProcessNode> responsible = new LinkedHashSet<>();

        private boolean open = true;
        private long changedNs;
        private @Nullable Double cpuStallAfter;

        private Entry(String id, long nowNs, HostLoad load) {
            this.id = id;
            this.load = load;
            this.openedNs = nowNs;
            this.changedNs = nowNs;
        }

        String id() {
            return id;
        }

        Collection<Alert> alerts() {
            return alerts.values();
        }

        /** Notes a detail of an alert that is not worth telling. */
        void update(Alert alert) {
            alerts.replace(alert.id(), alert);
        }

        private boolean isFiring() {
            return alerts.values().stream().anyMatch(a -> a.state() == AlertState.FIRING);
        }

        private boolean concerns(List<ProcessNode> others) {
            for (ProcessNode mine : responsible) {
                for (ProcessNode other : others) {
                    if (mine.covers(other) || other.covers(mine)) return true;
                }
            }
            return false;
        }

        private Incident snapshot() {
            List<Alert> list = List.copyOf(alerts.values());
            Severity severity = Severity.INFO;
            boolean withdrawn = true;
            for (Alert alert : list) {
                if (alert.severity().compareTo(severity) > 0) severity = alert.severity();
                withdrawn &= alert.state() == AlertState.WITHDRAWN;
            }
            AlertState state = isFiring() ? AlertState.FIRING : withdrawn ? AlertState.WITHDRAWN : AlertState.RESOLVED;
            return new Incident(id, state, severity, openedNs, changedNs, list, load, cpuStallAfter);
        }
    }

    /** {@return the incidents that are open or referred to: first those in the book, in its order} */
    List<Entry> kept(Set<Entry> referredTo) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : byId.values()) {
            if (referredTo.contains(entry) || entry.open) kept.add(entry);
        }
        for (Entry entry : referredTo) {
            if (!byId.containsKey(entry.id)) kept.add(entry);
        }
        return kept;
    }

    /** Writes these incidents, or reads them. */
    References<Entry> state(StateIo io, List<Entry> kept, References<ProcessNode> nodes, References<Alert> alerts) {
        count = io.i64(count);
        int number = io.count(kept.size(), MOST_KEPT);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Entry present = io.reading() ? BLANK : kept.get(i);
            io.frame(() -> entries.add(state(io, present, nodes, alerts)));
        }
        return new References<>(entries);
    }

    private Entry state(StateIo io, Entry present, References<ProcessNode> nodes, References<Alert> alerts) {
        String id = io.text(present.id);
        long openedNs = io.i64(present.openedNs);
        HostLoad load = Written.load(io, present.load);
        Entry entry = io.reading() ? new Entry(id, openedNs, load) : present;
        List<Alert> listed = alerts.list(io, List.copyOf(present.alerts.values()), ALERTS);
        List<ProcessNode> responsible = nodes.list(io, List.copyOf(present.responsible), ProcessTable.CAPACITY);
        entry.open = io.flag(present.open);
        entry.changedNs = io.i64(present.changedNs);
        entry.cpuStallAfter = io.optional(present.cpuStallAfter);
        boolean inBook = io.flag(byId.get(id) == present);
        if (!io.reading()) return entry;
        for (Alert alert : listed) entry.alerts.put(alert.id(), alert);
        hold(entry, responsible);
        if (inBook) byId.put(id, entry);
        return entry;
    }

    /** Creates an empty book. */
    public IncidentBook(HostState host, AlertListener listener) {
        this.host = host;
        this.table = host.table();
        this.listener = listener;
    }

    /** {@return the incident that an alert with these offenders belongs to: the latest that fits, else a new one} */
    Entry entryFor(List<ProcessNode> responsible, long nowNs) {
        Entry entry = null;
        for (Entry each : byId.values()) {
            if (each.open && each.concerns(responsible)) entry = each;
        }
        if (entry == null) entry = open(nowNs);
        hold(entry, responsible);
        return entry;
    }

    private void hold(Entry entry, List<ProcessNode> responsible) {
        for (ProcessNode node : responsible) {
            if (entry.responsible.add(node)) table.pin(node);
        }
    }

    private Entry open(long nowNs) {
        Entry entry = new Entry("i" + nowNs / 1_000_000 + "-" + ++count, nowNs, host.load());
        enter(entry);
        return entry;
    }

    private void enter(Entry entry) {
        byId.putIfAbsent(entry.id, entry);
        if (byId.size() > CAPACITY) evict();
    }

    private void evict() {
        Entry victim = byId.values().stream()
                .filter(e -> !e.open)
                .findFirst()
                .orElseGet(() -> byId.values().iterator().next());
        close(victim);
        byId.remove(victim.id);
        evicted++;
    }

    /** An alert of the incident came into a new state. */
    void changed(Entry entry, Alert alert, List<ProcessNode> responsible, long nowNs) {
        if (alert.state() == AlertState.FIRING) {
            entry.open = true;
            hold(entry, responsible);
            enter(entry);
        }
        entry.alerts.put(alert.id(), alert);
        if (entry.alerts.size() > ALERTS) {
            entry.alerts.remove(entry.alerts.keySet().iterator().next());
            evictedAlerts++;
        }
        entry.changedNs = nowNs;
        entry.cpuStallAfter = entry.isFiring() ? null : host.load().cpuStallPercent();
        listener.onIncident(entry.snapshot());
    }

    /** A second has passed: incidents that nothing can join any more let go of their processes. */
    public void second(long nowNs) {
        for (Entry entry : byId.values()) {
            if (entry.open && !entry.isFiring() && nowNs - entry.changedNs > JOIN_NS) close(entry);
        }
    }

    private void close(Entry entry) {
        entry.open = false;
        entry.responsible.forEach(table::unpin);
        entry.responsible.clear();
    }

    /** {@return at most {@code limit} incidents, the latest to open first} */
    public List<Incident> latest(int limit) {
        List<Entry> all = new ArrayList<>(byId.values());
        return all.reversed().stream().limit(limit).map(Entry::snapshot).toList();
    }

    /** {@return the incident, or null when it is not remembered} */
    public @Nullable Incident find(String id) {
        Entry entry = byId.get(id);
        return entry == null ? null : entry.snapshot();
    }

    /** {@return incidents forgotten because there were too many, since start} */
    public long evicted() {
        return evicted;
    }

    /** {@return alerts that an incident forgot because it had too many, since start} */
    public long evictedAlerts() {
        return evictedAlerts;
    }

    /** {@return incidents opened since start} */
    public long count() {
        return count;
    }
}
