package dev.linnix.agent.config;

import dev.linnix.agent.config.Config.Api;
import dev.linnix.agent.config.Config.Recorder;
import dev.linnix.agent.config.Config.Source;
import dev.linnix.agent.config.Config.Space;
import dev.linnix.agent.config.Values.Value;
import dev.linnix.agent.space.Limits;
import dev.linnix.agent.space.Slices;
import dev.linnix.engine.rule.Problem;
import dev.linnix.engine.rule.RuleSet;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What option, environment and file say together, and all that is wrong with it. Immutable once loaded. */
public final class LoadedConfig {
    /**
     * What holds for one key.
     *
     * @param key {@code section.key}
     * @param value as people write it, a secret hidden; in words when there is none
     * @param from file and line, variable, option, or {@code default}
     */
    public record Effective(String key, String value, String from) {}

    private static final double DAY_SECONDS = 86_400;

    private final Optional<Path> file;
    private final String sha256;
    private final Optional<AodConfig> aod;
    private final Values values;
    private final List<Path> moreAlertFiles;
    private final Optional<String> token;
    private final Map<String, String> environment;
    private final List<ConfigProblem> problems;

    LoadedConfig(
            Optional<Path> file,
            String sha256,
            Optional<AodConfig> aod,
            Values values,
            List<Path> moreAlertFiles,
            Optional<String> token,
            Map<String, String> environment,
            List<ConfigProblem> problems) {
        this.file = file;
        this.sha256 = sha256;
        this.aod = aod;
        this.values = values;
        this.moreAlertFiles = List.copyOf(moreAlertFiles);
        this.token = token;
        this.environment = environment;
        this.problems = List.copyOf(problems);
    }

    /** {@return the file that was read; empty when there is none} */
    public Optional<Path> file() {
        return file;
    }

    /** {@return all that is wrong: options, environment, then the file by line} */
    public List<ConfigProblem> problems() {
        return problems;
    }

    /** {@return whether anything is wrong enough not to start} */
    public boolean hasErrors() {
        return problems.stream().anyMatch(ConfigProblem::isError);
    }

    /** {@return the rules file; empty for the rules that come with the program} */
    public Optional<Path> rules() {
        return values.find(Schema.RULES);
    }

    /** {@return rules besides those of the rules file, and the file of AODv2 they come from} */
    public Optional<RuleSet.Source> importedRules() {
        return aod.map(config -> new RuleSet.Source(config.file(), config.rules()));
    }

    /** {@return the collectors that a user defines} */
    @SuppressWarnings("unchecked") // a class literal knows no type parameters
    public List<Config.UserCollector> collectors() {
        return (List<Config.UserCollector>)
                values.find(Schema.EVIDENCE_COLLECTORS).orElse(List.of());
    }

    /** {@return the problem of what a user's collectors are, with the line that sets them} */
    public ConfigProblem collectorProblem(String message) {
        Optional<Value> given = values.given(Schema.EVIDENCE_COLLECTORS);
        return ConfigProblem.error(
                given.map(Value::source).orElse(Values.DEFAULT),
                given.map(Value::line).orElse(0),
                Schema.EVIDENCE_COLLECTORS.key(),
                message);
    }

    /** {@return what holds for each key, in the order of the reference} */
    public List<Effective> effective() {
        List<Effective> all = new ArrayList<>();
        for (Setting<?> setting : Schema.SETTINGS) all.add(effective(setting));
        return all;
    }

    private Effective effective(Setting<?> setting) {
        if (setting.equals(Schema.RUNTIME_DIR) && values.given(setting).isEmpty()) {
            Optional<Path> given = runtimeDirectory();
            return new Effective(
                    setting.key(),
                    given.orElseGet(() -> values.get(Schema.STATE_DIR)).toString(),
                    given.isPresent() ? Environment.RUNTIME_DIRECTORY : Values.DEFAULT);
        }
        String value = values.find(setting)
                .map(setting.type()::show)
                .orElse(setting.otherwise().replace("`", ""));
        if (setting.equals(Schema.ALERTS_FILE)) {
            for (Path more : moreAlertFiles) value += ", " + more;
        }
        return new Effective(setting.key(), value, values.place(setting));
    }

    /** {@return the directory of the service manager; it may give several, and the first is ours} */
    private Optional<Path> runtimeDirectory() {
        return Environment.find(environment, Environment.RUNTIME_DIRECTORY)
                .map(paths -> Path.of(paths.split(":", 2)[0]));
    }

    /**
     * {@return the configuration to start with}; host names are looked up
     *
     * @throws ConfigException with every error
     */
    public Config config() throws ConfigException {
        List<String> errors = new ArrayList<>();
        problems.stream().filter(ConfigProblem::isError).forEach(problem -> errors.add(problem.toString()));
        if (!errors.isEmpty()) throw new ConfigException(errors);

        List<ConfigProblem> unknown = new ArrayList<>();
        InetSocketAddress listen = resolve(Schema.API_LISTEN, unknown);
        Optional<InetSocketAddress> metrics = metrics(unknown);
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    unknown.stream().map(ConfigProblem::toString).toList());
        }
        Path stateDir = values.get(Schema.STATE_DIR);
        return new Config(
                new Api(
                        listen,
                        token,
                        metrics,
                        values.given(Schema.METRICS_LISTEN).isPresent(),
                        values.find(Schema.API_SOCKET),
                        values.get(Schema.API_STREAMS)),
                values.get(Schema.METRICS_ENABLED),
                values.get(Schema.API_REQUIRE_KERNEL),
                stateDir,
                values.find(Schema.RUNTIME_DIR).or(this::runtimeDirectory).orElse(stateDir),
                values.find(Schema.RULES).orElse(null),
                importedRules().orElse(null),
                alertsFiles(),
                new Recorder(
                        values.get(Schema.RECORDER_ENABLED),
                        values.get(Schema.RECORDER_MINUTES),
                        values.get(Schema.RECORDER_SIZE)),
                new Config.Evidence(
                        values.get(Schema.EVIDENCE_ENABLED),
                        values.get(Schema.EVIDENCE_WINDOW),
                        values.get(Schema.EVIDENCE_PER_RULE),
                        values.get(Schema.EVIDENCE_PER_HOUR),
                        collectors()),
                new Space(slices(values, moreAlertFiles), limits()),
                values.get(Schema.AUDIT_ENABLED),
                values.get(Schema.RING_SIZE),
                values.get(Schema.LOG_LEVEL),
                new Source(file.orElse(null), sha256, problems.size()));
    }

    /** {@return how the budget is divided, whether or not all of it fits} */
    static Slices slices(Values values, List<Path> moreAlertFiles) {
        int alertFiles =
                moreAlertFiles.size() + (values.find(Schema.ALERTS_FILE).isPresent() ? 1 : 0);
        return Slices.of(
                values.get(Schema.SPACE_BUDGET),
                values.get(Schema.RECORDER_ENABLED) ? values.get(Schema.RECORDER_SIZE) : 0,
                Math.max(1, alertFiles),
                values.get(Schema.AUDIT_ENABLED));
    }

    private Limits limits() {
        return new Limits(
                Duration.ofSeconds(Math.round(values.get(Schema.SPACE_MAX_AGE) * DAY_SECONDS)),
                values.get(Schema.SPACE_MAX_BUNDLES),
                values.find(Schema.SPACE_MIN_FREE).map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    private List<Path> alertsFiles() {
        List<Path> files = new ArrayList<>();
        values.find(Schema.ALERTS_FILE).ifPresent(files::add);
        files.addAll(moreAlertFiles);
        return files;
    }

    /** {@return an error for each address of which the host name is not known now; looks names up, which may take a while} */
    public List<ConfigProblem> unknownHosts() {
        List<ConfigProblem> unknown = new ArrayList<>();
        resolve(Schema.API_LISTEN, unknown);
        metrics(unknown);
        return unknown;
    }

    private Optional<InetSocketAddress> metrics(List<ConfigProblem> unknown) {
        if (values.get(Schema.METRICS_LISTEN).isOff()) return Optional.empty();
        return Optional.of(resolve(Schema.METRICS_LISTEN, unknown));
    }

    private InetSocketAddress resolve(Setting<ListenAddress> setting, List<ConfigProblem> unknown) {
        InetSocketAddress address = values.get(setting).resolve();
        if (address.isUnresolved()) {
            Optional<Value> given = values.given(setting);
            unknown.add(new ConfigProblem(
                    Problem.Level.ERROR,
                    given.map(Value::source).orElse(Values.DEFAULT),
                    given.map(Value::line).orElse(0),
                    setting.key(),
                    "no address is known for the host name " + address.getHostString()));
        }
        return address;
    }
}
