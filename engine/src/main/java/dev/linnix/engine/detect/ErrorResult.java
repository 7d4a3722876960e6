package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that fail.
 *
 * <p>The rule is about {@code count} requests within {@code window_seconds} that end with one of the error numbers it
 * watches, or about a share of {@code ratio_pct} percent of all that end. No source of requests exists yet, so that the
 * rule is blind.
 */
public final class ErrorResult implements DetectorType {
    private static final Selection CODES = new Selection("error number", Errno.NAMES, false);

    @Override
    public String name() {
        return "error";
    }

    @Override
    public String summary() {
        return "Requests that fail with certain errors: many within a window, or a large share of all."
                + Requests.BLIND;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                Requests.SOURCE,
                Selection.MODE,
                ParameterSpec.words("track", "Error numbers to watch, as in `EACCES EIO`; with mode `trackonly`."),
                ParameterSpec.words("exclude", "Error numbers not to watch."),
                Requests.count("Failed requests within the window that are too many.")
                        .optional(null),
                ParameterSpec.number(
                                "ratio_pct",
                                "percent of the requests",
                                Double.MIN_VALUE,
                                100,
                                "Or this share of the requests that ended within the window.")
                        .optional(null),
                Requests.WINDOW);
    }

    @Override
    public List<String> objections(Rule rule) {
        List<String> objections = new ArrayList<>(CODES.objections(rule));
        if (!rule.has("count") && !rule.has("ratio_pct")) {
            objections.add("expected count or ratio_pct, found neither");
        }
        return objections;
    }

    @Override
    public Rule lowered(Rule rule, double part) {
        return rule.scaled("count", part).scaled("ratio_pct", part);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return Requests.unmeasured(rule);
    }
}
