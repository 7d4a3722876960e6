package dev.linnix.agent.config;

import dev.linnix.agent.config.Values.Value;
import dev.linnix.agent.space.Slices;
import dev.linnix.engine.rule.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the configuration together: an option wins over the environment, that over the file, that over a {@code
 * config.yaml} of AODv2, that over the default. What
 * is wrong is gathered, not thrown, so that all of it can be told at once.
 */
public final class ConfigLoader {
    private final CommandLine line;
    private final Map<String, String> environment;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private String sha256 = "";

    private ConfigLoader(CommandLine line, Map<String, String> environment) {
        this.line = line;
        this.environment = environment;
    }

    /** {@return what options, the environment and the file say} */
    public static LoadedConfig load(CommandLine line, Map<String, String> environment) {
        return load(line, environment, Config.DEFAULT_FILES);
    }

    static LoadedConfig load(CommandLine line, Map<String, String> environment, List<Path> defaultFiles) {
        return new ConfigLoader(line, Map.copyOf(environment)).load(defaultFiles);
    }

    private LoadedConfig load(List<Path> defaultFiles) {
        Values values = new Values();
        values.addAbsent(line.values());
        values.addAbsent(Environment.read(environment, problems));
        Optional<Path> file = file(defaultFiles);
        Values fromFile = file.map(this::read).orElseGet(Values::new);
        oneToken(fromFile);
        values.addAbsent(fromFile);
        Optional<AodConfig> aod =
                values.find(Schema.AOD_CONFIG).map(path -> AodFile.read(path, line.compatible(), problems));
        aod.ifPresent(config -> values.addAbsent(config.values(problems)));
        Optional<String> token = token(values);
        checkReach(values);
        checkCollision(values);
        checkSpace(values);
        problems.sort(ConfigProblem.ORDER);
        return new LoadedConfig(file, sha256, aod, values, line.moreAlertFiles(), token, environment, problems);
    }

    private Values read(Path file) {
        ConfigFile.Content content = ConfigFile.read(file, line.compatible(), problems);
        sha256 = content.sha256();
        return content.values();
    }

    private Optional<Path> file(List<Path> defaultFiles) {
        Optional<String> variable = Environment.find(environment, Environment.CONFIG);
        Optional<String> named = line.config().or(() -> variable);
        // A file that cannot be reached is not the same as none; reading it will say so.
        if (named.isEmpty())
            return defaultFiles.stream().filter(path -> !Files.notExists(path)).findFirst();
        try {
            return Optional.of(Path.of(named.get()));
        } catch (InvalidPathException e) {
            String source = line.config().isPresent() ? "--config" : Environment.CONFIG;
            problems.add(ConfigProblem.error(source, "", "expected the path of a file: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private void oneToken(Values fromFile) {
        Optional<Value> token = fromFile.given(Schema.API_TOKEN);
        if (token.isEmpty() || fromFile.given(Schema.API_TOKEN_FILE).isEmpty()) return;
        error(
                fromFile,
                Schema.API_TOKEN_FILE,
                "expected either this or " + Schema.API_TOKEN.key() + ", found both; the other is at line "
                        + token.get().line());
    }

    /** {@return the token, empty also when it cannot be had, which was reported; the token itself wins over its file} */
    private Optional<String> token(Values values) {
        Optional<String> token = values.find(Schema.API_TOKEN);
        if (token.isPresent()) {
            values.given(Schema.API_TOKEN)
                    .filter(given -> given.line() > 0)
                    .flatMap(given -> TokenFile.exposure(Path.of(given.source())))
                    .ifPresent(exposure -> warning(values, Schema.API_TOKEN, exposure));
            return token;
        }
        Optional<Path> file = values.find(Schema.API_TOKEN_FILE);
        if (file.isEmpty()) return Optional.empty();
        TokenFile.exposure(file.get()).ifPresent(exposure -> warning(values, Schema.API_TOKEN_FILE, exposure));
        try {
            return Optional.of(TokenFile.read(file.get()));
        } catch (AccessDeniedException e) {
            deniedToken(values, file.get());
        } catch (IOException e) {
            error(values, Schema.API_TOKEN_FILE, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    /** Whoever checks the configuration need not be allowed to know the token; whoever starts the agent must be. */
    private void deniedToken(Values values, Path file) {
        String what = "this user has no permission to read " + file;
        if (line.mode() == CommandLine.Mode.CHECK_CONFIG) {
            warning(values, Schema.API_TOKEN_FILE, what + ", so the token in it was not checked");
        } else {
            error(values, Schema.API_TOKEN_FILE, what);
        }
    }

    /** Nobody else may read what happens on this host without having been told a secret. */
    private void checkReach(Values values) {
        ListenAddress listen = values.get(Schema.API_LISTEN);
        boolean secured = values.find(Schema.API_TOKEN).isPresent()
                || values.find(Schema.API_TOKEN_FILE).isPresent();
        if (listen.isLoopback() || secured) return;
        error(
                values,
                Schema.API_LISTEN,
                "expected a token, since others than this host can reach " + listen + ", found none; set "
                        + Schema.API_TOKEN.key() + ", " + Schema.API_TOKEN_FILE.key()
                        + " or LINNIX_API_TOKEN, or listen on " + Schema.DEFAULT_LISTEN);
    }

    private void checkCollision(Values values) {
        ListenAddress api = values.get(Schema.API_LISTEN);
        ListenAddress metrics = values.get(Schema.METRICS_LISTEN);
        if (!metrics.collides(api)) return;
        boolean given = values.given(Schema.METRICS_LISTEN).isPresent();
        error(
                values,
                given ? Schema.METRICS_LISTEN : Schema.API_LISTEN,
                "expected different addresses for " + Schema.API_LISTEN.key() + " and " + Schema.METRICS_LISTEN.key()
                        + ", found " + api + " and " + metrics);
    }

    private void checkSpace(Values values) {
        Slices slices = LoadedConfig.slices(values, line.moreAlertFiles());
        if (slices.bundles() >= Slices.LEAST_FOR_BUNDLES) return;
        StringBuilder parts = new StringBuilder();
        slices.byName()
                .forEach((name, bytes) -> parts.append(parts.isEmpty() ? "" : ", ")
                        .append(bytes)
                        .append(" for ")
                        .append(name));
        boolean given = values.given(Schema.SPACE_BUDGET).isPresent();
        error(
                values,
                given ? Schema.SPACE_BUDGET : Schema.RECORDER_SIZE,
                "expected " + Slices.LEAST_FOR_BUNDLES + " bytes to be left for bundles, found " + slices.bundles()
                        + ": " + Schema.SPACE_BUDGET.key() + " is " + slices.budget() + ", of which " + parts
                        + "; raise it, or lower " + Schema.RECORDER_SIZE.key());
    }

    private void error(Values values, Setting<?> setting, String message) {
        problem(Problem.Level.ERROR, values, setting, message);
    }

    private void warning(Values values, Setting<?> setting, String message) {
        problem(Problem.Level.WARNING, values, setting, message);
    }

    private void problem(Problem.Level level, Values values, Setting<?> setting, String message) {
        Optional<Value> given = values.given(setting);
        String source = given.map(Value::source).orElse(Values.DEFAULT);
        int at = given.map(Value::line).orElse(0);
        problems.add(new ConfigProblem(level, source, at, setting.key(), message));
    }
}
