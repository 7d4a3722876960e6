package dev.linnix.agent.config;

import dev.linnix.agent.config.Values.Value;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.RuleText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a {@code config.yaml} of AODv2 says in terms of this program: rules and settings. Immutable.
 *
 * @param file it was read from
 * @param anomalies in its order
 * @param windowSeconds over which requests are counted
 * @param settings in the order of {@link Schema}
 */
public record AodConfig(String file, List<AodAnomaly> anomalies, double windowSeconds, List<Given> settings) {
    /**
     * A setting that the file decides.
     *
     * @param key of this program
     * @param value a text, whole number or switch, as its type reads it
     * @param from the key of the file
     * @param line of the file
     */
    record Given(String key, Object value, String from, int line) {}

    /** Copies the lists. */
    public AodConfig {
        anomalies = List.copyOf(anomalies);
        settings = List.copyOf(settings);
    }

    /** {@return the rules, as the text of a rule file in YAML} */
    public String rules() {
        return anomalies.stream()
                .map(anomaly -> anomaly.rule(file, windowSeconds))
                .collect(Collectors.joining("\n"));
    }

    /**
     * {@return the settings, as the text of a {@code linnix.yaml}}
     *
     * @param rules the rule file it is to name; empty for none
     */
    public String settings(Optional<Path> rules) {
        StringBuilder text = new StringBuilder("# From " + file + " of AODv2.\n");
        String section = "";
        for (Given given : settings) {
            int dot = given.key.indexOf('.');
            if (!given.key.substring(0, dot).equals(section)) {
                section = given.key.substring(0, dot);
                text.append(section).append(":\n");
            }
            text.append("  # line ")
                    .append(given.line)
                    .append(", ")
                    .append(given.from)
                    .append('\n');
            text.append("  ").append(given.key.substring(dot + 1)).append(": ");
            text.append(given.value instanceof String word ? RuleText.quote(word) : given.value)
                    .append('\n');
        }
        rules.ifPresent(path -> text.append("rules:\n  path: ")
                .append(RuleText.quote(path.toString()))
                .append('\n'));
        return text.toString();
    }

    /** {@return the settings as values, each with its line of the file; what does not fit is reported} */
    Values values(List<ConfigProblem> found) {
        Values values = new Values();
        for (Given given : settings) {
            Setting<?> setting = Schema.SETTINGS.stream()
                    .filter(candidate -> candidate.key().equals(given.key))
                    .findFirst()
                    .orElseThrow();
            try {
                Object value = setting.type().read(new Scalar(given.line, given.value, given.value.toString()));
                values.put(setting, new Value(value, file, given.line));
            } catch (ValueType.Unfit e) {
                found.add(ConfigProblem.error(file, given.line, given.from, "as " + given.key + ": " + e.text()));
            }
        }
        return values;
    }
}
