package dev.linnix.agent.config;

import dev.linnix.agent.config.ConfigFile.Value;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's options; each wins over the configuration file, which wins over the defaults. */
public final class CommandLine {
    /** Shown for {@code --help}. */
    public static final String USAGE = """
            usage: linnix agent [--config FILE] [--rules FILE] [--listen ADDR] [--state-dir DIR]
              --config FILE     configuration, YAML
              --rules FILE      rules, YAML or TOML (default: the rules that come with the program)
              --listen ADDR     address of the API (default: 127.0.0.1:3000; port 0 takes a free one)
              --state-dir DIR   where alerts are kept (default: /var/lib/linnix)
            """;

    private static final List<String> OPTIONS = List.of("--config", "--rules", "--listen", "--state-dir");

    private final Map<String, String> options = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private Map<String, Value> file = Map.of();

    private CommandLine() {}

    /** {@return whether the arguments ask for help} */
    public static boolean wantsHelp(List<String> args) {
        return args.contains("--help") || args.contains("-h");
    }

    /**
     * Reads options and, if one is given, the configuration file.
     *
     * @param environment of the process; RUNTIME_DIRECTORY is read
     * @throws ConfigException with every problem found
     */
    public static Config parse(List<String> args, Map<String, String> environment) throws ConfigException {
        CommandLine line = new CommandLine();
        line.options(args);
        return line.config(environment);
    }

    private void options(List<String> args) throws ConfigException {
        for (int i = 0; i < args.size(); i++) {
            String option = args.get(i);
            String value = null;
            int equals = option.indexOf('=');
            if (equals > 0) {
                value = option.substring(equals + 1);
                option = option.substring(0, equals);
            }
            if (!OPTIONS.contains(option)) {
                throw new ConfigException("unknown option " + option + "; there are " + String.join(", ", OPTIONS));
            }
            if (value == null && i + 1 < args.size()) value = args.get(++i);
            if (value == null || value.isEmpty()) throw new ConfigException("option " + option + " needs a value");
            if (options.put(option, value) != null) throw new ConfigException("option " + option + " is given twice");
        }
    }

    private Config config(Map<String, String> environment) throws ConfigException {
        Path configFile = path(options.get("--config"), "--config");
        if (configFile != null) file = ConfigFile.read(configFile);

        InetSocketAddress listen = listen(choose("--listen", "api.listen_addr", Config.DEFAULT_LISTEN));
        Value state = choose("--state-dir", "runtime.state_dir", Config.DEFAULT_STATE_DIR.toString());
        Path stateDir = path(state.text(), state.place());
        Value runtime = choose("", "runtime.runtime_dir", environment.getOrDefault("RUNTIME_DIRECTORY", state.text()));
        Path runtimeDir = path(runtime.text(), runtime.place());
        Value rulesText = choose("--rules", "rules.path", "");
        Path rules = path(rulesText.text(), rulesText.place());
        int ringBytes = ringBytes(choose("", "runtime.ring_bytes", String.valueOf(Config.DEFAULT_RING_BYTES)));
        if (!problems.isEmpty() || listen == null || stateDir == null || runtimeDir == null) {
            throw new ConfigException(problems);
        }
        return new Config(listen, stateDir, runtimeDir, rules, ringBytes);
    }

    private @Nullable InetSocketAddress listen(Value value) {
        try {
            return ListenAddress.parse(value.text());
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add(value.place() + ": " + problem));
            return null;
        }
    }

    private Value choose(String option, String key, String fallback) {
        String given = options.get(option);
        if (given != null) return new Value(given, option);
        return file.getOrDefault(key, new Value(fallback, "default of " + key));
    }

    private @Nullable Path path(@Nullable String text, String place) {
        if (text == null || text.isEmpty()) return null;
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problems.add(place + ": \"" + text + "\" is no path: " + e.getReason());
            return null;
        }
    }

    /** The kernel wants a power of two and whole pages. */
    private int ringBytes(Value value) {
        try {
            int bytes = Integer.parseInt(value.text());
            if (bytes >= 1 << 16 && bytes <= 1 << 28 && Integer.bitCount(bytes) == 1) return bytes;
        } catch (NumberFormatException e) {
            problems.add(value.place() + ": runtime.ring_bytes expects a whole number, found " + value.text());
            return 0;
        }
        problems.add(value.place() + ": runtime.ring_bytes expects a power of two from 65536 to 268435456, found "
                + value.text());
        return 0;
    }
}
