package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import java.util.List;

/**
 * Requests that take too long.
 *
 * <p>A request is slow when its latency is at least the threshold of its operation: the one behind its name in
 * {@code track}, else {@code default_threshold_ms}. The rule is about {@code count} slow requests within
 * {@code window_seconds}, or about a single one that takes {@code emergency_ms}, where its own threshold is not above
 * that. No source of requests exists yet, so that the rule is blind.
 */
public final class Latency implements DetectorType {
    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String summary() {
        return "Requests that take too long: many slow ones within a window, or a single one that is far too slow."
                + Requests.BLIND;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                Requests.SOURCE,
                Selection.MODE,
                ParameterSpec.words(
                        "track",
                        "Operations to watch; with mode `all` those with a threshold of their own. `SMB2_WRITE=50` has one of"
                                + " 50 ms, `SMB2_WRITE` the default one."),
                ParameterSpec.words("exclude", "Operations not to watch."),
                ParameterSpec.number(
                                "default_threshold_ms",
                                "ms",
                                Selection.SHORTEST_MS,
                                Selection.LONGEST_MS,
                                "A request that takes at least this long is slow, where its operation has no threshold of"
                                        + " its own.")
                        .optional(10),
                Requests.count("Slow requests within the window that are too many."),
                Requests.WINDOW,
                ParameterSpec.number(
                                "emergency_ms",
                                "ms",
                                Selection.SHORTEST_MS,
                                Selection.LONGEST_MS,
                                "One request that takes at least this long is too slow by itself, unless its threshold is"
                                        + " higher.")
                        .optional(null));
    }

    @Override
    public List<String> objections(Rule rule) {
        return new Selection("operation", Requests.source(rule).operations(), true).objections(rule);
    }

    @Override
    public Rule lowered(Rule rule, double part) {
        return rule.scaled("count", part);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return Requests.unmeasured(rule);
    }
}
