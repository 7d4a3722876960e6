package dev.linnix.agent;

import dev.linnix.agent.api.Json;
import dev.linnix.agent.api.json.ConfigProblemJson;
import dev.linnix.agent.config.ConfigProblem;
import dev.linnix.agent.config.LoadedConfig;
import dev.linnix.agent.config.TextFile;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.RuleParser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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
        problems.sort(Comparator.comparingInt(ConfigProblem::line));
        loaded.rules().ifPresent(file -> checkRules(file, problems));
        for (ConfigProblem problem : problems) out.println(json ? json(problem) : problem.toString());
        if (!json) out.println(summary(loaded, problems));
        return problems.stream().anyMatch(ConfigProblem::isError) ? 1 : 0;
    }

    private static void checkRules(Path file, List<ConfigProblem> problems) {
        try {
            new RuleParser(DetectorTypes.load())
                    .parse(file.toString(), TextFile.read(file))
                    .problems()
                    .forEach(problem -> problems.add(ConfigProblem.of(problem)));
        } catch (IOException e) {
            String reason = switch (e) {
                case NoSuchFileException _ -> "there is no such file";
                case AccessDeniedException _ -> "no permission";
                case CharacterCodingException _ -> "expected UTF-8 text, found other bytes";
                default -> String.valueOf(e.getMessage());
            };
            problems.add(ConfigProblem.error(file.toString(), "", "cannot read the rules: " + reason));
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
        String file = loaded.file().map(String::valueOf).orElse("no configuration file, so the defaults hold");
        long errors = problems.stream().filter(ConfigProblem::isError).count();
        long warnings = problems.size() - errors;
        return file + ": " + (errors == 0 ? "no error" : plural(errors, "error"))
                + (warnings == 0 ? "" : ", " + plural(warnings, "warning"));
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
