package dev.linnix.agent;

import dev.linnix.agent.api.Json;
import dev.linnix.agent.api.json.ConfigProblemJson;
import dev.linnix.agent.config.ConfigProblem;
import dev.linnix.agent.config.LoadedConfig;
import dev.linnix.agent.config.TextFile;
import dev.linnix.agent.evidence.EvidenceService;
import dev.linnix.agent.evidence.collect.Collectors;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports every problem of a configuration and of the rules it names. */
final class ConfigCheck {
    private ConfigCheck() {}

    /**
     * Checks.
     *
     * @param json whether to print one JSON object a problem, and no summary
     * @return the exit status: 1 when the agent would not start, else 0
     */
    static int run(LoadedConfig loaded, boolean json, PrintStream out) {
        List<ConfigProblem> problems = new ArrayList<>(loaded.problems());
        problems.addAll(loaded.unknownHosts());
        problems.sort(ConfigProblem.ORDER);
        Optional<Collectors> collectors = checkCollectors(loaded, problems);
        checkRules(loaded, collectors, problems);
        for (ConfigProblem problem : problems) out.println(json ? json(problem) : problem.toString());
        if (!json) out.println(summary(loaded, problems));
        return problems.stream().anyMatch(ConfigProblem::isError) ? 1 : 0;
    }

    private static Optional<Collectors> checkCollectors(LoadedConfig loaded, List<ConfigProblem> problems) {
        try {
            return Optional.of(EvidenceService.collectors(loaded.collectors()));
        } catch (IllegalArgumentException e) {
            problems.add(loaded.collectorProblem(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static void checkRules(LoadedConfig loaded, Optional<Collectors> collectors, List<ConfigProblem> problems) {
        if (loaded.rules().isEmpty() && loaded.importedRules().isEmpty()) return;
        RuleParser parser = new RuleParser(DetectorTypes.load());
        String file = loaded.rules().map(Path::toString).orElse(RulesFile.BUILT_IN);
        try {
            RuleSet.Source builtIn = RulesFile.builtIn();
            ParsedRules own = loaded.rules().isPresent()
                    ? parser.parse(file, TextFile.read(loaded.rules().get()))
                    : parser.parse(builtIn.name(), builtIn.text());
            own.problems().forEach(problem -> problems.add(ConfigProblem.of(problem)));
            collectors.ifPresent(known -> known.problems(own.rules())
                    .forEach(unknown -> problems.add(ConfigProblem.warning(file, "", unknown))));
            if (own.hasErrors() || problems.stream().anyMatch(ConfigProblem::isError)) return;
            loaded.importedRules()
                    .ifPresent(imported -> RulesFile.clashes(own.rules(), RulesFile.parse(imported, parser))
                            .forEach(clash -> problems.add(ConfigProblem.error(imported.name(), "", clash))));
        } catch (IOException e) {
            String reason = switch (e) {
                case NoSuchFileException _ -> "there is no such file";
                case AccessDeniedException _ -> "no permission";
                case CharacterCodingException _ -> "expected UTF-8 text, found other bytes";
                default -> String.valueOf(e.getMessage());
            };
            problems.add(ConfigProblem.error(file, "", "cannot read the rules: " + reason));
        }
    }

    private static String json(ConfigProblem problem) {
        ConfigProblemJson line = new ConfigProblemJson(
                problem.level().name().toLowerCase(Locale.ROOT),
                problem.source(),
                problem.line() == 0 ? null : problem.line(),
                problem.key().isEmpty() ? null : problem.key(),
                problem.message());
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }

    private static String summary(LoadedConfig loaded, List<ConfigProblem> problems) {
        String files = Stream.of(
                        loaded.file().map(Path::toString),
                        loaded.rules().map(Path::toString),
                        loaded.importedRules().map(RuleSet.Source::name))
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + " and " + other)
                .orElse("");
        String file = files.isEmpty() ? "no configuration file, so the defaults hold" : files;
        long errors = problems.stream().filter(ConfigProblem::isError).count();
        long warnings = problems.size() - errors;
        return file + ": " + (errors == 0 ? "no error" : plural(errors, "error"))
                + (warnings == 0 ? "" : ", " + plural(warnings, "warning"));
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
