package dev.linnix.agent.config;

import dev.linnix.engine.rule.ParameterValue;
import dev.linnix.engine.rule.RuleText;
import java.util.List;

/**
 * One anomaly of a {@code config.yaml} of AODv2, checked.
 *
 * @param name its own, and the rule's
 * @param line where it begins
 * @param detector {@code latency} or {@code error}
 * @param count how many are too many
 * @param mode {@code all}, {@code trackonly} or {@code excludeonly}
 * @param track commands as {@code NAME} or {@code NAME=MS}, or codes
 * @param exclude commands or codes
 * @param thresholdMs of commands without one of their own
 * @param actions what is collected; empty for nothing
 */
record AodAnomaly(
        String name,
        int line,
        String detector,
        long count,
        String mode,
        List<String> track,
        List<String> exclude,
        double thresholdMs,
        List<String> actions) {
    /** Latency at which AODv2 acted on a single request, whatever it was; a constant of its code, ms. */
    private static final int EMERGENCY_MS = 1000;

    /** {@return the rule it becomes, in YAML} */
    String rule(String file, double windowSeconds) {
        StringBuilder rule = new StringBuilder();
        rule.append("# ").append(file).append(':').append(line).append('\n');
        rule.append("- name: ").append(RuleText.quote(name)).append('\n');
        key(rule, "detector", detector);
        key(rule, "severity", "high");
        key(rule, "source", "smb");
        key(rule, "mode", mode);
        list(rule, "track", track);
        list(rule, "exclude", exclude);
        boolean latency = detector.equals("latency");
        if (latency) key(rule, "default_threshold_ms", ParameterValue.plain(thresholdMs));
        key(rule, "count", String.valueOf(count));
        key(rule, "window_seconds", ParameterValue.plain(windowSeconds));
        if (latency) key(rule, "emergency_ms", String.valueOf(EMERGENCY_MS));
        list(rule, "actions", actions.isEmpty() ? List.of("none") : actions);
        return rule.toString();
    }

    private static void list(StringBuilder rule, String key, List<String> words) {
        if (!words.isEmpty()) key(rule, key, "[" + String.join(", ", words) + "]");
    }

    private static void key(StringBuilder rule, String key, String value) {
        rule.append("  ").append(key).append(": ").append(value).append('\n');
    }
}
