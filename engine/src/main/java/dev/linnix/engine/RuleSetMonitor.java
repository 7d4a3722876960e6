package dev.linnix.engine;

import dev.linnix.engine.detect.Detector;
import dev.linnix.engine.detect.Detector.Moment;
import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.incident.AlertBook;
import dev.linnix.engine.incident.IncidentBook;
import dev.linnix.engine.incident.Journal;
import dev.linnix.engine.incident.RuleMonitor;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules in force, each with its monitor; equal rules keep theirs over a reload. */
final class RuleSetMonitor {
    private final Map<String, DetectorType> types = new LinkedHashMap<>();
    private final HostState host;
    private final AlertBook alerts;
    private final IncidentBook incidents;
    private List<RuleMonitor> monitors = List.of();

    RuleSetMonitor(HostState host, AlertBook alerts, IncidentBook incidents) {
        this(host, alerts, incidents, DetectorTypes.load());
    }

    /** Creates a monitor that knows other detectors. */
    RuleSetMonitor(HostState host, AlertBook alerts, IncidentBook incidents, Collection<DetectorType> detectors) {
        this.host = host;
        this.alerts = alerts;
        this.incidents = incidents;
        for (DetectorType type : detectors) types.put(type.name(), type);
    }

    /**
     * Puts other rules in force, all of them or none.
     *
     * @throws IllegalArgumentException when a rule cannot be used; then nothing has changed
     */
    void reload(RuleSet rules) {
        Set<Tally> tallies = new LinkedHashSet<>();
        for (Rule rule : rules.rules()) {
            DetectorType type = type(rule);
            Tally tally = asked(rule, () -> type.tally(rule));
            if (tally != null) tallies.add(tally);
        }
        if (tallies.size() > Measures.TALLIES) {
            throw new IllegalArgumentException(
                    "expected at most " + Measures.TALLIES + " different tallies, found " + tallies.size());
        }
        Map<Rule, RuleMonitor> present = new LinkedHashMap<>();
        for (RuleMonitor monitor : monitors) present.put(monitor.rule(), monitor);
        monitors = host.exchange(tallies, () -> {
            List<RuleMonitor> next = new ArrayList<>();
            for (Rule rule : rules.rules()) {
                RuleMonitor monitor = present.remove(rule);
                next.add(monitor != null ? monitor : new RuleMonitor(rule, detector(rule), host, alerts, incidents));
            }
            return List.copyOf(next);
        });
        present.values().forEach(RuleMonitor::withdraw);
    }

    /** A detector may be anyone's: whatever is wrong with it is said with the rule that needs it. */
    private static <T extends @Nullable Object> T asked(Rule rule, Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "rule " + rule.name() + ": its detector " + rule.detector() + " cannot be used: " + e, e);
        }
    }

    /** Writes what the rules have under way, or reads it; the same rules are in force, and new. */
    void state(StateIo io, References<ProcessNode> nodes) {
        Journal.state(io, monitors, alerts, incidents, nodes);
    }

    private Detector detector(Rule rule) {
        DetectorType type = type(rule);
        return asked(rule, () -> Objects.requireNonNull(type.create(rule, host), "it made nothing"));
    }

    private DetectorType type(Rule rule) {
        DetectorType type = types.get(rule.detector());
        if (type == null) throw new IllegalArgumentException("no detector " + rule.detector());
        return type;
    }

    /** {@return whether every rule could be asked; if not, ask again later} */
    boolean evaluate(Moment moment) {
        boolean all = true;
        for (RuleMonitor monitor : monitors) all &= monitor.evaluate(moment);
        return all;
    }

    void second() {
        for (RuleMonitor monitor : monitors) monitor.second();
        incidents.second(host.nowNs());
    }

    /** {@return rules that cannot fire on this host now, with the reason} */
    Map<String, String> blind() {
        Map<String, String> blind = new LinkedHashMap<>();
        for (RuleMonitor monitor : monitors) {
            String reason = monitor.blind();
            if (reason != null) blind.put(monitor.rule().name(), reason);
        }
        return Collections.unmodifiableMap(blind);
    }

    int rules() {
        return monitors.size();
    }

    int pending() {
        int pending = 0;
        for (RuleMonitor monitor : monitors) pending += monitor.pending();
        return pending;
    }

    long refused() {
        long refused = 0;
        for (RuleMonitor monitor : monitors) refused += monitor.refused();
        return refused;
    }

    int firing() {
        int firing = 0;
        for (RuleMonitor monitor : monitors) firing += monitor.firing();
        return firing;
    }
}
