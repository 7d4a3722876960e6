package dev.linnix.engine.rule;

import dev.linnix.engine.model.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule, checked: every parameter is known to the detector, of the right type and within its range, and defaults are
 * filled in. Two rules that are equal watch for the same thing, so a reload keeps the state of those that stay equal.
 *
 * @param name unique within its file
 * @param detector name of a {@link dev.linnix.engine.detect.DetectorType}
 * @param severity of its alerts
 * @param cooldownNs a firing within this time after the last one resolved reopens it, ns
 * @param parameters by name; {@link Long}, {@link Double}, {@link Boolean} or {@link String} as their spec says
 */
public record Rule(String name, String detector, Severity severity, long cooldownNs, Map<String, Object> parameters) {

    /** One second, ns. */
    public static final long SECOND = 1_000_000_000L;

    /** {@return whether the parameter has a value} */
    public boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    /** {@return the number given, whole or not} */
    public double number(String parameter) {
        return ((Number) value(parameter)).doubleValue();
    }

    /** {@return a parameter in seconds, as ns} */
    public long seconds(String parameter) {
        return Math.round(number(parameter) * SECOND);
    }

    /** {@return whether the switch is on} */
    public boolean flag(String parameter) {
        return (Boolean) value(parameter);
    }

    /** {@return the word chosen} */
    public String word(String parameter) {
        return (String) value(parameter);
    }

    /** {@return this rule with a number multiplied; this rule itself when it does not have that parameter} */
    public Rule scaled(String parameter, double factor) {
        if (!has(parameter)) return this;
        Map<String, Object> scaled = new LinkedHashMap<>(parameters);
        scaled.put(parameter, number(parameter) * factor);
        return new Rule(name, detector, severity, cooldownNs, scaled);
    }

    private Object value(String parameter) {
        @Nullable Object value = parameters.get(parameter);
        if (value == null) throw new IllegalStateException("rule " + name + " has no " + parameter);
        return value;
    }
}
