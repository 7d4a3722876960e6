package dev.linnix.engine.incident;

import dev.linnix.engine.blame.Blamer;
import dev.linnix.engine.blame.Blamer.Verdict;
import dev.linnix.engine.blame.Descriptions;
import dev.linnix.engine.detect.Detector;
import dev.linnix.engine.detect.Detector.Moment;
import dev.linnix.engine.detect.Finding;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.model.Subject;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one rule: turns what its detector finds into alerts, one for each subject. An alert resolves when the
 * value has been below 0.8 of the threshold for max(duration, 5 s), or when the offender is gone and the value is below
 * the threshold. A firing within the cooldown reopens it. Confined to the engine's thread.
 */
public final class RuleMonitor {
    /** Most subjects of one rule at a time; further ones are counted and not alerted. */
    public static final int SUBJECTS = 64;

    private static final long SHORTEST_NS = 100_000_000L;
    private static final long LONGEST_NS = 250_000_000L;
    private static final double LOW = 0.8;
    private static final long LEAST_LOW_NS = 5 * Rule.SECOND;

    private final Rule rule;
    private final Detector detector;
    private final HostState host;
    private final Blamer blamer;
    private final AlertBook alerts;
    private final IncidentBook incidents;
    private final List<Tracked> tracked = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final int[] pending = new int[Moment.values().length];
    private long evaluatedNs;
    private long refused;

    private record Found(@Nullable ProcessNode subject, Finding finding) {}

    /** Creates a monitor without history. */
    public RuleMonitor(Rule rule, Detector detector, HostState host, AlertBook alerts, IncidentBook incidents) {
        this.rule = rule;
        this.detector = detector;
        this.host = host;
        this.blamer = new Blamer(host);
        this.alerts = alerts;
        this.incidents = incidents;
    }

    /** {@return the rule} */
    public Rule rule() {
        return rule;
    }

    /** Asks the detector. Returns false when it is too early to ask again about events; then it must be asked later. */
    public boolean evaluate(Moment moment) {
        if (moment == Moment.EVENTS && !due()) return false;
        found.clear();
        detector.evaluate(host, moment, (subject, finding) -> found.add(new Found(subject, finding)));
        int taken = 0;
        for (Found each : found) {
            if (take(each)) taken++;
        }
        pending[moment.ordinal()] = found.size() - taken;
        return true;
    }

    /** Short windows need a close look, long ones do not; a storm that is known need not be looked for again at once. */
    private boolean due() {
        long now = host.nowNs();
        long interval = Math.clamp(detector.windowNs() / 50, SHORTEST_NS, LONGEST_NS);
        if (now - evaluatedNs < (firing() > 0 ? Rule.SECOND : interval)) return false;
        evaluatedNs = now;
        return true;
    }

    private boolean take(Found each) {
        @Nullable Tracked known = find(each.subject());
        Finding finding = each.finding();
        if (known != null && known.firing) {
            known.lowSinceNs = -1;
            if (known.offenderGone() && each.subject() == null && takenOver(known, finding)) return true;
            raisePeak(known, finding);
            return true;
        }
        if (!finding.lasted()) return false;
        Verdict verdict = judge(each.subject(), finding);
        if (known != null && known.sharesCause(verdict.responsible())) {
            reopen(known, finding, verdict);
            return true;
        }
        if (known != null) forget(known);
        if (tracked.size() >= SUBJECTS) refused++;
        else fire(each.subject(), finding, verdict);
        return true;
    }

    /** The host is still in trouble though the offender is gone: if another one took over, that is another alert. */
    private boolean takenOver(Tracked known, Finding finding) {
        if (!finding.lasted()) return false;
        Verdict verdict = judge(null, finding);
        if (verdict.responsible().isEmpty() || known.sharesCause(verdict.responsible())) return false;
        resolve(known, host.nowNs());
        forget(known);
        fire(null, finding, verdict);
        return true;
    }

    /** A finding that says how little is left has another unit, and no peak. */
    private void raisePeak(Tracked known, Finding finding) {
        boolean higher = finding.value() > known.alert.peak() && finding.value() > finding.threshold();
        if (!higher || !finding.unit().equals(known.alert.unit())) return;
        known.alert = alerts.update(known.alert.withPeak(finding.value()));
        known.incident.update(known.alert);
    }

    private @Nullable Tracked find(@Nullable ProcessNode subject) {
        Tracked related = null;
        for (Tracked each : tracked) {
            if (each.subject == subject) return each;
            if (detector.scope() == Scope.SUBTREE && each.firing && each.concerns(subject)) related = each;
        }
        return related;
    }

    private void fire(@Nullable ProcessNode subject, Finding finding, Verdict verdict) {
        long now = host.nowNs();
        IncidentBook.Entry incident = incidents.entryFor(verdict.responsible(), now);
        Alert alert = alert(alerts.nextId(now), incident.id(), subject, finding, verdict);
        track(new Tracked(subject, verdict.responsible(), incident, alert));
    }

    /** The same trouble has come back: the alert is the same, what is known of it is new. */
    private void reopen(Tracked entry, Finding finding, Verdict verdict) {
        Alert alert = alert(entry.alert.id(), entry.incident.id(), entry.subject, finding, verdict);
        double peak = Math.max(entry.alert.peak(), finding.value());
        boolean sameUnit = finding.unit().equals(entry.alert.unit());
        Alert kept = sameUnit ? alert.withPeak(peak) : alert;
        track(new Tracked(entry.subject, verdict.responsible(), entry.incident, kept));
        forget(entry);
    }

    private void hold(Tracked entry) {
        if (entry.subject != null) host.table().pin(entry.subject);
        entry.responsible.forEach(host.table()::pin);
        tracked.add(entry);
    }

    private void track(Tracked entry) {
        hold(entry);
        alerts.changed(entry.alert);
        incidents.changed(entry.incident, entry.alert, entry.responsible, host.nowNs());
    }

    private Alert alert(String id, String incidentId, @Nullable ProcessNode subject, Finding finding, Verdict verdict) {
        long now = host.nowNs();
        return new Alert(
                id,
                incidentId,
                rule.name(),
                rule.detector(),
                rule.severity(),
                AlertState.FIRING,
                now,
                now,
                subject == null ? Subject.HOST : new Subject(detector.scope(), subject.ref()),
                Descriptions.describe(host.table(), verdict),
                finding.value(),
                finding.value(),
                finding.threshold(),
                finding.unit(),
                detector.windowNs(),
                detector.lowerBound(host),
                finding.message(),
                finding.silence());
    }

    private Verdict judge(@Nullable ProcessNode subject, Finding finding) {
        if (subject == null) return blamer.ofHost(finding.blame(), finding.hostTotal());
        if (detector.scope() == Scope.PROCESS) return Blamer.ofProcess(subject);
        return blamer.ofSubtree(finding.blame(), subject);
    }

    /** A second has passed: resolves what is over and forgets what has cooled down. */
    public void second() {
        long now = host.nowNs();
        for (int i = tracked.size() - 1; i >= 0; i--) {
            Tracked entry = tracked.get(i);
            if (entry.firing) settle(entry, now);
            else if (now - entry.resolvedNs > rule.cooldownNs()) forget(entry);
        }
    }

    private void settle(Tracked entry, long now) {
        double level = detector.level(host, entry.subject);
        if (level >= LOW) entry.lowSinceNs = -1;
        else if (entry.lowSinceNs < 0) entry.lowSinceNs = now;
        boolean low = entry.lowSinceNs >= 0 && now - entry.lowSinceNs >= Math.max(detector.durationNs(), LEAST_LOW_NS);
        if (!low && !(level < 1 && entry.offenderGone())) return;
        resolve(entry, now);
    }

    private void resolve(Tracked entry, long now) {
        entry.firing = false;
        entry.resolvedNs = now;
        change(entry, entry.alert, AlertState.RESOLVED);
    }

    /** The rule is no longer in force. */
    public void withdraw() {
        for (int i = tracked.size() - 1; i >= 0; i--) {
            Tracked entry = tracked.get(i);
            if (entry.firing) change(entry, entry.alert, AlertState.WITHDRAWN);
            forget(entry);
        }
    }

    private void change(Tracked entry, Alert from, AlertState state) {
        long now = host.nowNs();
        entry.alert = from.withState(state, now);
        alerts.changed(entry.alert);
        incidents.changed(entry.incident, entry.alert, entry.responsible, now);
    }

    private void forget(Tracked entry) {
        tracked.remove(entry);
        if (entry.subject != null) host.table().unpin(entry.subject);
        entry.responsible.forEach(host.table()::unpin);
    }

    /** Adds the alerts and incidents it refers to. */
    void collect(Set<Alert> alerts, Set<IncidentBook.Entry> entries) {
        for (Tracked each : tracked) {
            alerts.add(each.alert);
            entries.add(each.incident);
        }
    }

    /** Writes the state, or reads it into a monitor without history. */
    void state(
            StateIo io, References<ProcessNode> nodes, References<Alert> kept, References<IncidentBook.Entry> entries) {
        io.all(pending);
        evaluatedNs = io.i64(evaluatedNs);
        refused = io.i64(refused);
        io.frame(() -> detector.state(io));
        List<Tracked> before = List.copyOf(tracked);
        int count = io.count(before.size(), SUBJECTS);
        for (int i = 0; i < count; i++) {
            Tracked present = io.reading() ? null : before.get(i);
            io.frame(() -> {
                Tracked entry = tracked(io, present, nodes, kept, entries);
                entry.state(io);
                if (present == null) hold(entry);
            });
        }
    }

    private static Tracked tracked(
            StateIo io,
            @Nullable Tracked present,
            References<ProcessNode> nodes,
            References<Alert> kept,
            References<IncidentBook.Entry> entries) {
        ProcessNode subject = nodes.optional(io, present == null ? null : present.subject);
        List<ProcessNode> responsible =
                nodes.list(io, present == null ? List.of() : present.responsible, IncidentBook.RESPONSIBLE);
        IncidentBook.Entry incident = entries.optional(io, present == null ? null : present.incident);
        Alert alert = kept.optional(io, present == null ? null : present.alert);
        if (incident == null || alert == null) throw new MalformedStateException("an alert without its incident");
        return present == null ? new Tracked(subject, responsible, incident, alert) : present;
    }

    /** {@return why the detector cannot see what it looks for; null when it can} */
    public @Nullable String blind() {
        return detector.blind(host);
    }

    /** {@return conditions that hold and have not lasted} */
    public int pending() {
        int sum = 0;
        for (int each : pending) sum += each;
        return sum;
    }

    /** {@return alerts firing} */
    public int firing() {
        int firing = 0;
        for (Tracked entry : tracked) {
            if (entry.firing) firing++;
        }
        return firing;
    }

    /** {@return subjects not alerted because {@link #SUBJECTS} others were} */
    public long refused() {
        return refused;
    }
}
