package dev.linnix.agent.config;

import dev.linnix.agent.config.Values.Value;
import dev.linnix.engine.rule.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The agent's options. Immutable once read. */
public final class CommandLine {
    /** Shown for {@code --help}. */
    public static final String USAGE = """
            usage: linnix agent [OPTION...]
              --config FILE          configuration: YAML, or a linnix.toml of Linnix 0.x
                                     (default: $LINNIX_CONFIG, else /etc/linnix/linnix.yaml or linnix.toml)
              --compat               unknown keys of a linnix.toml are warnings
              --rules FILE           rules, YAML or TOML (default: the rules that come with the program)
              --aod-config FILE      a config.yaml of AODv2: rules besides those, and settings where there are no others
              --listen ADDR          address of the API (default: 127.0.0.1:3000; port 0 takes a free one)
              --metrics-listen ADDR  address for probes and metrics, or off (default: 127.0.0.1:9464)
              --state-dir DIR        where alerts are kept (default: /var/lib/linnix)
              --log-level LEVEL      off, error, warning, info, debug or trace (default: info)
              --handler rules:FILE   the same as --rules
              --handler jsonl:FILE   where alerts are appended (default: alerts.ndjson in the state directory);
                                     may be given several times
            instead of watching:
              --check-config         report every problem of the configuration and the rules; 1 when one is an error
                                     (with --json: one JSON object a line)
              --dry-run              load every sensor into the kernel, say which cannot be had, and end
              --probe-only           print where memory figures come from and whether the kernel has BTF, and end
            An option wins over the environment, that over the file, that over the default; linnix config show
            prints what holds.
            """;

    /** What the agent is to do. */
    public enum Mode {
        /** Watch until a signal comes. */
        RUN,
        /** Check the configuration and end. */
        CHECK_CONFIG,
        /** Load the sensors and end. */
        DRY_RUN,
        /** Say what the kernel offers and end. */
        PROBE_ONLY
    }

    private static final String HANDLER = "--handler";
    private static final String ALERTS_HANDLER = HANDLER + " jsonl:";
    private static final int MOST_ALERT_FILES = 8;
    private static final String COMPAT = "--compat";
    private static final String JSON = "--json";
    private static final Map<String, Mode> MODES =
            Map.of("--check-config", Mode.CHECK_CONFIG, "--dry-run", Mode.DRY_RUN, "--probe-only", Mode.PROBE_ONLY);
    /** Options of Linnix 0.x that are not taken over, and why not. */
    static final Map<String, String> DROPPED = Map.of(
            "--detach",
            "the agent stays in the foreground, as service managers want it; they, or setsid, put it into the background");

    private final Map<String, Setting<?>> settings = new HashMap<>();
    private final Set<String> known = new TreeSet<>(MODES.keySet());
    private final Set<String> given = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();
    private final Values values = new Values();
    private Mode mode = Mode.RUN;
    private boolean compatible;
    private boolean json;
    private final List<Path> moreAlertFiles = new ArrayList<>();
    private Optional<String> config = Optional.empty();

    private CommandLine() {
        for (Setting<?> setting : Schema.SETTINGS) {
            for (String option : setting.options()) settings.put(option, setting);
        }
        settings.keySet().stream().filter(option -> !option.startsWith(HANDLER)).forEach(known::add);
        known.addAll(List.of("--config", COMPAT, JSON, HANDLER));
    }

    /** {@return whether the arguments ask for help} */
    public static boolean wantsHelp(List<String> args) {
        return args.contains("--help") || args.contains("-h");
    }

    /**
     * Reads options.
     *
     * @throws ConfigException with every option that is unknown, incomplete or given twice
     */
    public static CommandLine read(List<String> args) throws ConfigException {
        CommandLine line = new CommandLine();
        for (int i = 0; i < args.size(); i++) i = line.option(args, i);
        if (line.json && line.mode != Mode.CHECK_CONFIG) line.problem("option --json goes with --check-config only");
        if (!line.problems.isEmpty()) throw new ConfigException(line.problems);
        return line;
    }

    /** {@return the index of the last argument that belongs to the option} */
    private int option(List<String> args, int at) {
        String option = args.get(at);
        Optional<String> attached = Optional.empty();
        int equals = option.indexOf('=');
        if (option.startsWith("--") && equals > 0) {
            attached = Optional.of(option.substring(equals + 1));
            option = option.substring(0, equals);
        }
        if (!known.contains(option)) {
            unknown(option);
            return at;
        }
        if (MODES.containsKey(option) || option.equals(COMPAT) || option.equals(JSON)) {
            if (attached.isPresent()) problem("option " + option + " takes no value");
            flag(option);
            return at;
        }
        boolean separate = attached.isEmpty() && at + 1 < args.size();
        String value = separate ? args.get(at + 1) : attached.orElse("");
        if (value.isEmpty()) problem("option " + option + " needs a value");
        else if (option.equals(HANDLER)) handler(value);
        else value(option, value);
        return separate ? at + 1 : at;
    }

    private void flag(String option) {
        if (option.equals(COMPAT)) {
            compatible = true;
            return;
        }
        if (option.equals(JSON)) {
            json = true;
            return;
        }
        Mode asked = MODES.getOrDefault(option, Mode.RUN);
        if (mode != Mode.RUN && mode != asked) {
            problem("expected one of " + String.join(", ", new TreeSet<>(MODES.keySet())) + ", found several");
        }
        mode = asked;
    }

    private void unknown(String option) {
        String reason = DROPPED.get(option);
        if (reason != null) problem("option " + option + " was dropped: " + reason);
        else if (!option.startsWith("-")) problem("unexpected argument " + option);
        else {
            String all = "; there are " + String.join(", ", known);
            problem("unknown option " + option + Nearest.hint(option, known, all));
        }
    }

    private void handler(String value) {
        int colon = value.indexOf(':') + 1;
        String option = HANDLER + " " + value.substring(0, colon);
        if (!settings.containsKey(option) || colon == value.length()) {
            problem("option --handler expects rules:FILE or jsonl:FILE, found " + value);
        } else if (option.equals(ALERTS_HANDLER) && given.contains(Schema.ALERTS_FILE.key())) {
            anotherAlertFile(option, value.substring(colon));
        } else {
            value(option, value.substring(colon));
        }
    }

    /** The first one is the value of the key; as in Linnix 0.x there may be more. */
    private void anotherAlertFile(String option, String value) {
        try {
            Path file = Schema.ALERTS_FILE.type().readText(value);
            Optional<Path> first = values.find(Schema.ALERTS_FILE);
            if (first.filter(file::equals).isPresent() || moreAlertFiles.contains(file)) {
                problem("option " + option + value + " is given twice");
            } else if (moreAlertFiles.size() + 1 >= MOST_ALERT_FILES) {
                problem("option " + option + " expects at most " + MOST_ALERT_FILES + " files, found more");
            } else {
                moreAlertFiles.add(file);
            }
        } catch (ValueType.Unfit e) {
            problem("option " + option + ": " + e.text());
        }
    }

    private void value(String option, String value) {
        Setting<?> setting = settings.get(option);
        if (!given.add(setting == null ? option : setting.key())) {
            problem("option " + option + " is given twice" + otherNames(setting));
        } else if (setting == null) {
            config = Optional.of(value);
        } else {
            set(setting, option, value);
        }
    }

    private static String otherNames(@Nullable Setting<?> setting) {
        if (setting == null || setting.options().size() < 2) return "";
        return "; " + String.join(" and ", setting.options()) + " are the same";
    }

    private void set(Setting<?> setting, String option, String value) {
        try {
            values.put(setting, new Value(setting.type().readText(value), option, 0));
        } catch (ValueType.Unfit e) {
            problem("option " + option + ": " + e.text());
        }
    }

    private void problem(String message) {
        problems.add(message);
    }

    /** {@return what the agent is to do} */
    public Mode mode() {
        return mode;
    }

    /** {@return whether what is found is to be printed as JSON; only for {@link Mode#CHECK_CONFIG}} */
    public boolean json() {
        return json;
    }

    /** {@return files for alerts besides the first} */
    List<Path> moreAlertFiles() {
        return List.copyOf(moreAlertFiles);
    }

    /** {@return whether unknown keys of a {@code linnix.toml} are warnings} */
    public boolean compatible() {
        return compatible;
    }

    /** {@return the configuration file that is named} */
    Optional<String> config() {
        return config;
    }

    Values values() {
        return values;
    }
}
