package dev.linnix.agent.config;

import dev.linnix.agent.config.Values.Value;
import dev.linnix.engine.rule.Nearest;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what the environment says. A variable that is blank counts as not set. */
final class Environment {
    /** Names the configuration file. */
    static final String CONFIG = "LINNIX_CONFIG";

    /** Where systemd lets the agent keep what needs not outlive it. */
    static final String RUNTIME_DIRECTORY = "RUNTIME_DIRECTORY";

    private static final String PREFIX = "LINNIX_";

    /** Kubernetes sets such for a service of our name. */
    private static final Pattern OF_A_SERVICE =
            Pattern.compile("LINNIX_([A-Z0-9_]+_)?(SERVICE_(HOST|PORT(_.*)?)|PORT(_.*)?)");

    /** All that mean something to this program or to the command line, without their prefix. */
    private static final List<String> KNOWN = Stream.concat(
                    Stream.of(CONFIG, "LINNIX_URL"),
                    Schema.SETTINGS.stream().flatMap(setting -> setting.variables().stream()))
            .filter(name -> name.startsWith(PREFIX))
            .map(name -> name.substring(PREFIX.length()))
            .toList();

    private Environment() {}

    /** {@return a variable that is set and not blank} */
    static Optional<String> find(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * Reads all settings.
     *
     * @param found takes the problems
     * @return the values that are right
     */
    static Values read(Map<String, String> environment, List<ConfigProblem> found) {
        Values values = new Values();
        for (Setting<?> setting : Schema.SETTINGS) {
            for (String variable : setting.variables()) {
                Optional<String> text = find(environment, variable);
                if (text.isPresent() && read(setting, variable, text.get(), values, found)) break;
            }
        }
        new TreeMap<>(environment).keySet().forEach(name -> withoutEffect(name, found));
        return values;
    }

    /** {@return whether the variable has said something about the setting} */
    private static boolean read(
            Setting<?> setting, String variable, String text, Values values, List<ConfigProblem> found) {
        Optional<Level> foreign = foreign(variable, text);
        if (foreign.isPresent()) {
            values.put(setting, new Value(foreign.get(), variable, 0));
            return true;
        }
        if (!variable.startsWith(PREFIX)) {
            // Meant for other programs too: what this one does not understand is no reason not to start.
            found.add(ConfigProblem.warning(
                    variable, setting.key(), "names no level of this program, so it has no effect"));
            return false;
        }
        try {
            values.put(setting, new Value(setting.type().readText(text), variable, 0));
        } catch (ValueType.Unfit e) {
            found.add(ConfigProblem.error(variable, setting.key(), e.text()));
        }
        return true;
    }

    /** {@return the level that a variable of another program asks for} */
    private static Optional<Level> foreign(String variable, String text) {
        return switch (variable) {
            case "RUST_LOG" -> LogLevels.ofRustLog(text);
            case "AOD_LOG_LEVEL" -> LogLevels.parse(text);
            default -> Optional.empty();
        };
    }

    /** Says of a variable that was meant for this program that it does nothing. */
    private static void withoutEffect(String name, List<ConfigProblem> found) {
        String reason = LegacyKeys.VARIABLES.get(name);
        if (reason != null && !LegacyKeys.OF_OTHERS.contains(name)) {
            found.add(ConfigProblem.warning(name, "", "has no effect here: " + reason));
            return;
        }
        if (!name.startsWith(PREFIX)) return;
        String rest = name.substring(PREFIX.length());
        if (KNOWN.contains(rest)) return;
        if (!OF_A_SERVICE.matcher(name).matches()) {
            Nearest.to(rest, KNOWN)
                    .ifPresent(near -> found.add(ConfigProblem.warning(
                            name,
                            "",
                            "unknown variable, so it has no effect; did you mean \"" + PREFIX + near + "\"?")));
        }
    }
}
