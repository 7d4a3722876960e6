package dev.linnix.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Loads configurations without what the host of the test has. */
final class Configs {
    private Configs() {}

    static LoadedConfig load(Map<String, String> environment, String... args) throws ConfigException {
        return ConfigLoader.load(CommandLine.read(List.of(args)), environment, List.of());
    }

    static Config parse(String... args) throws ConfigException {
        return load(Map.of(), args).config();
    }

    static List<String> problems(Map<String, String> environment, String... args) throws ConfigException {
        return load(environment, args).problems().stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    static List<String> problems(Path file) throws ConfigException {
        return problems(Map.of(), "--config", file.toString());
    }

    /** {@return where the value of a key comes from} */
    static String from(LoadedConfig loaded, String key) {
        return loaded.effective().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow()
                .from();
    }

    /** {@return what of a configuration does not depend on where it came from} */
    static Config anywhere(Config config) {
        return new Config(
                config.api(),
                config.metricsEnabled(),
                config.requireKernelInstrumentation(),
                config.stateDir(),
                config.runtimeDir(),
                config.rules(),
                config.importedRules(),
                config.alertsFiles(),
                config.recorder(),
                config.evidence(),
                config.space(),
                config.audit(),
                config.ringBytes(),
                config.logLevel(),
                new Config.Source(null, "", 0));
    }
}
