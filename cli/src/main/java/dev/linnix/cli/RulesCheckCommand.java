package dev.linnix.cli;

import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code linnix rules check FILE}. */
@Command(
        name = "check",
        description = "Reports every problem of a rule file with its line. "
                + "Exits 0 when the agent would load the file, 1 when it would reject it.")
final class RulesCheckCommand extends WithHelp implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "FILE", description = "Rules in YAML or TOML.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--compat", description = "The file was written for Linnix 0.x: unknown keys are warnings.")
    private boolean compat;

    @Option(names = "--json", description = "One JSON object a line and problem.")
    private boolean json;

    RulesCheckCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        ParsedRules parsed;
        try {
            parsed = RuleFiles.parse(file, compat);
        } catch (IOException e) {
            err.println("linnix: " + file + ": " + RuleFiles.reason(file, e));
            return ExitCode.PROBLEM;
        }
        if (json) {
            Json<ProblemLine> lines = Json.of(ProblemLine.class);
            for (Problem problem : parsed.problems()) out.println(lines.write(ProblemLine.of(problem)));
        } else {
            parsed.problems().forEach(out::println);
            out.println(summary(parsed));
        }
        return parsed.hasErrors() ? ExitCode.PROBLEM : ExitCode.FINE;
    }

    private String summary(ParsedRules parsed) {
        int errors = count(parsed.problems(), Problem.Level.ERROR);
        int warnings = count(parsed.problems(), Problem.Level.WARNING);
        String found = errors > 0
                ? plural(errors, "error")
                : plural(parsed.rules().rules().size(), "rule") + ", no error";
        return file + ": " + found + (warnings == 0 ? "" : ", " + plural(warnings, "warning"));
    }

    private static int count(List<Problem> problems, Problem.Level level) {
        return (int) problems.stream().filter(p -> p.level() == level).count();
    }

    private static String plural(int count, String noun) {
        return String.format(Locale.ROOT, "%d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
