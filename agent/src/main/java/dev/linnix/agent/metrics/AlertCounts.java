package dev.linnix.agent.metrics;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Severity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts alerts on their way from the engine to the next listener: by rule, and how long they took to leave the engine.
 * Sits before the responders' queues, so it counts alerts that a queue drops too. Everything, {@link #copy} included,
 * belongs to the engine's thread.
 *
 * <p>Rules come and go with reloads, so their number over time has no bound: at most {@link #MOST_RULES} are kept. To make
 * room, the one that has not changed for longest and has nothing firing is forgotten, and counted; its counter starts
 * anew at 0 if it comes back, which Prometheus takes for a restart.
 */
public final class AlertCounts implements AlertListener {
    /** Most rules with series of their own; as many as can be in force. */
    static final int MOST_RULES = 1000;

    /** Longest name of a rule in a label, characters; what is longer is cut. */
    static final int LONGEST_NAME = 128;

    private final AlertListener next;
    private final LongSupplier bootNs;
    private final Map<Key, Series> byRule = new LinkedHashMap<>();
    private final LatencyHistogram latency = new LatencyHistogram();
    private long emitted;
    private long evicted;

    private record Key(String rule, Severity severity) {}

    private static final class Series {
        private long fired;
        private int firing;
    }

    /**
     * One rule.
     *
     * @param rule its name, cut to {@link #LONGEST_NAME}
     * @param severity of its alerts
     * @param fired times it fired, reopened alerts included
     * @param firing alerts of it firing now
     */
    record RuleCount(String rule, Severity severity, long fired, int firing) {}

    /**
     * A state of the counts.
     *
     * @param rules that have ever fired
     * @param emitted times any rule fired
     * @param evicted rules forgotten to make room
     * @param latency from the event time an alert fired at to its leaving the engine
     */
    record Copy(List<RuleCount> rules, long emitted, long evicted, LatencyHistogram.Copy latency) {}

    /**
     * Creates counts that start at 0.
     *
     * @param next is told everything at once
     * @param bootNs CLOCK_BOOTTIME, ns
     */
    public AlertCounts(AlertListener next, LongSupplier bootNs) {
        this.next = next;
        this.bootNs = bootNs;
    }

    @Override
    public void onAlert(Alert alert) {
        next.onAlert(alert);
        boolean fires = alert.state() == AlertState.FIRING;
        if (fires) {
            emitted++;
            latency.count(bootNs.getAsLong() - alert.firedNs());
        }
        Key key = new Key(cut(alert.rule()), alert.severity());
        // Removed and put back, so that the one unchanged for longest comes first.
        Series series = byRule.remove(key);
        if (series == null) {
            if (!fires || !room()) return;
            series = new Series();
        }
        byRule.put(key, series);
        if (fires) {
            series.fired++;
            series.firing++;
        } else if (series.firing > 0) {
            series.firing--;
        }
    }

    @Override
    public void onIncident(Incident incident) {
        next.onIncident(incident);
    }

    /** {@return whether one more rule can be kept} */
    private boolean room() {
        if (byRule.size() < MOST_RULES) return true;
        evicted++;
        Iterator<Series> oldest = byRule.values().iterator();
        while (oldest.hasNext()) {
            if (oldest.next().firing > 0) continue;
            oldest.remove();
            return true;
        }
        return false;
    }

    private static String cut(String name) {
        if (name.length() <= LONGEST_NAME) return name;
        int end = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1)) ? LONGEST_NAME - 1 : LONGEST_NAME;
        return name.substring(0, end);
    }

    /** {@return an immutable copy, to be asked for on the engine's thread} */
    Copy copy() {
        List<RuleCount> rules = new ArrayList<>(byRule.size());
        byRule.forEach((key, series) -> rules.add(new RuleCount(key.rule, key.severity, series.fired, series.firing)));
        return new Copy(List.copyOf(rules), emitted, evicted, latency.copy());
    }
}
