package dev.linnix.recording;

import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Subject;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tries rules on the past: replays a recording under its own rules and under others, and compares what fired. How near a
 * rule came that did not fire is found by replaying lowered copies of it: at every tenth of its thresholds, then at every
 * hundredth between the nearest that fired and the next; so all of its conditions count, not its value alone.
 */
public final class RulesTrial {
    private static final int TENTH = 10;
    /** Of each rule in one replay. */
    private static final int COPIES = 9;

    private final List<Path> files;
    private final Map<String, DetectorType> types = new HashMap<>();

    /**
     * What came of a trial; everything in order of time, and rules in order of their file.
     *
     * @param added firings there are under the rules tried only
     * @param gone firings there are under the recorded rules only
     * @param kept firings there are under both
     * @param silent rules tried that did not fire
     * @param recorded the replay under the recorded rules
     * @param tried the replay under the rules tried
     */
    public record Outcome(
            List<Firing> added,
            List<Firing> gone,
            List<Pair> kept,
            List<Nearness> silent,
            ReplayResult recorded,
            ReplayResult tried) {}

    /**
     * One alert under both: the same rule by name, with subjects of one line of ancestors, at the same time.
     *
     * @param recorded under the recorded rules
     * @param tried under the rules tried
     */
    public record Pair(Firing recorded, Firing tried) {
        /** {@return how much later it fired under the rules tried, ns; negative for earlier} */
        public long shiftNs() {
            return tried.alert().firedNs() - recorded.alert().firedNs();
        }
    }

    /**
     * How near a rule came that did not fire.
     *
     * @param rule that did not fire
     * @param nearest it came; null when it would not have fired at a hundredth of its thresholds either
     * @param unknown why nothing can be told, in one sentence; null when something can
     */
    public record Nearness(
            Rule rule, @Nullable Nearest nearest, @Nullable String unknown) {}

    /**
     * The alert there would have been with lower thresholds.
     *
     * @param percent of the thresholds at which it would still have fired, 1 to 99, rounded down
     * @param time when
     * @param value measured then
     * @param unit of the value
     * @param subject it would have been about
     * @param named the one process to name, null when there is none
     */
    public record Nearest(
            int percent,
            Instant time,
            double value,
            String unit,
            Subject subject,
            @Nullable ProcessRef named) {
        private static Nearest of(int percent, Firing firing) {
            Alert alert = firing.alert();
            return new Nearest(percent, firing.fired(), alert.value(), alert.unit(), alert.subject(), alert.named());
        }
    }

    /** A copy of a rule with a part of its thresholds. */
    private record Lowered(Rule rule, int percent) {}

    private RulesTrial(List<Path> files) {
        this.files = files;
        for (DetectorType type : DetectorTypes.load()) types.put(type.name(), type);
    }

    /**
     * {@return what the rules would have said of a recording}
     *
     * @throws RecordingException when it cannot be replayed, under its own rules or these
     * @throws InterruptedException never; nothing waits
     */
    public static Outcome run(List<Path> files, RuleSet rules) throws IOException, InterruptedException {
        return new RulesTrial(files).run(rules);
    }

    private Outcome run(RuleSet rules) throws IOException, InterruptedException {
        Firings before = new Firings();
        Firings after = new Firings();
        ReplayResult recorded = replay(ReplayOptions.ALL, before);
        ReplayResult tried = replay(ReplayOptions.ALL.under(rules), after);
        List<Firing> gone = new ArrayList<>();
        Unmatched unmatched = new Unmatched(after.all());
        List<Pair> kept = new ArrayList<>();
        for (Firing firing : before.all()) {
            Firing match = unmatched.match(firing);
            if (match == null) gone.add(firing);
            else kept.add(new Pair(firing, match));
        }
        List<Rule> silent = rules.rules().stream()
                .filter(rule -> after.all().stream()
                        .noneMatch(firing -> firing.alert().rule().equals(rule.name())))
                .toList();
        return new Outcome(unmatched.rest(), gone, kept, nearness(silent, after.blind()), recorded, tried);
    }

    private ReplayResult replay(ReplayOptions options, ReplayListener listener)
            throws IOException, InterruptedException {
        try (RecordingReader reader = RecordingReader.open(files)) {
            return new Replay(reader, options, listener).run();
        }
    }

    private List<Nearness> nearness(List<Rule> silent, Map<String, String> blind)
            throws IOException, InterruptedException {
        List<Lowered> tenths = new ArrayList<>();
        List<Lowered> hundredths = new ArrayList<>();
        for (Rule rule : silent) {
            if (canBeLowered(rule)) add(tenths, rule, TENTH, TENTH);
        }
        Map<Rule, Nearest> nearest = new HashMap<>();
        ask(tenths, nearest);
        for (Rule rule : silent) {
            Nearest tenth = nearest.get(rule);
            if (canBeLowered(rule)) add(hundredths, rule, tenth == null ? 1 : tenth.percent() + 1, 1);
        }
        ask(hundredths, nearest);
        return silent.stream()
                .map(rule -> new Nearness(rule, nearest.get(rule), unknown(rule, nearest, blind)))
                .toList();
    }

    private static void add(List<Lowered> copies, Rule rule, int from, int step) {
        for (int i = 0; i < COPIES; i++) copies.add(new Lowered(rule, from + i * step));
    }

    private @Nullable String unknown(Rule rule, Map<Rule, Nearest> nearest, Map<String, String> blind) {
        if (nearest.containsKey(rule)) return null;
        return canBeLowered(rule) ? blind.get(rule.name()) : "its detector does not say how thresholds are lowered";
    }

    private boolean canBeLowered(Rule rule) {
        return !lowered(rule, 1).equals(rule);
    }

    private Rule lowered(Rule rule, int percent) {
        DetectorType type = types.get(rule.detector());
        return type == null ? rule : type.lowered(rule, percent / 100.0);
    }

    /** Replays these copies together, each named by its number, and notes for each rule the largest part that fired. */
    private void ask(List<Lowered> copies, Map<Rule, Nearest> nearest) throws IOException, InterruptedException {
        if (copies.isEmpty()) return;
        List<Rule> numbered = new ArrayList<>();
        for (Lowered copy : copies) {
            Rule rule = lowered(copy.rule(), copy.percent());
            numbered.add(new Rule(
                    Integer.toString(numbered.size()),
                    rule.detector(),
                    rule.severity(),
                    rule.cooldownNs(),
                    rule.parameters()));
        }
        Firings firings = new Firings();
        replay(ReplayOptions.ALL.under(new RuleSet(numbered)), firings);
        for (Firing firing : firings.all()) {
            Lowered copy = copies.get(Integer.parseInt(firing.alert().rule()));
            nearest.merge(
                    copy.rule(),
                    Nearest.of(copy.percent(), firing),
                    (known, other) -> other.percent() > known.percent() ? other : known);
        }
    }
}
