package dev.linnix.agent;

import dev.linnix.agent.config.AodConfig;
import dev.linnix.agent.config.AodFile;
import dev.linnix.agent.config.ConfigException;
import dev.linnix.agent.config.ConfigProblem;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code linnix config import}: makes a configuration and rules of this program from a {@code config.yaml} of AODv2. */
final class ConfigImport {
    private static final String SETTINGS = "linnix.yaml";
    private static final String RULES = "rules.yaml";

    private final PrintStream out;
    private final PrintStream err;

    ConfigImport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Checks the file, and prints or writes what it becomes.
     *
     * @return the exit status: 1 when the file has an error or nothing can be written, else 0
     * @throws ConfigException when the arguments make no sense
     */
    int run(List<String> args) throws ConfigException {
        boolean compatible = args.remove("--compat");
        Optional<Path> to = to(args);
        if (args.size() != 1) throw new ConfigException("expected one file, found " + args.size());
        if (args.getFirst().startsWith("-")) throw new ConfigException("unknown option " + args.getFirst());
        List<ConfigProblem> problems = new ArrayList<>();
        AodConfig config = AodFile.read(path(args.getFirst()), compatible, problems);
        RuleSet.Source builtIn = RulesFile.builtIn();
        boolean wrong = problems.stream().anyMatch(ConfigProblem::isError);
        if (!wrong) clashes(config, builtIn).forEach(problems::add);
        problems.forEach(problem -> err.println(problem));
        if (problems.stream().anyMatch(ConfigProblem::isError)) return 1;
        String rules = builtIn.text() + "\n# From " + config.file() + " of AODv2.\n\n" + config.rules();
        if (to.isPresent()) return write(to.get(), config, rules);
        out.print("# " + SETTINGS + "\n" + config.settings(Optional.empty()) + "---\n# " + RULES + "\n" + rules);
        return 0;
    }

    private static Optional<Path> to(List<String> args) throws ConfigException {
        int at = args.indexOf("--to");
        if (at < 0) return Optional.empty();
        if (at + 1 == args.size()) throw new ConfigException("option --to needs a directory");
        args.remove(at);
        return Optional.of(path(args.remove(at)));
    }

    private static Path path(String text) throws ConfigException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigException("expected a path: " + e.getMessage());
        }
    }

    private static List<ConfigProblem> clashes(AodConfig config, RuleSet.Source builtIn) {
        RuleParser parser = new RuleParser(DetectorTypes.load());
        RuleSet own = parser.parse(builtIn.name(), builtIn.text()).rules();
        RuleSet more = RulesFile.parse(new RuleSet.Source(config.file(), config.rules()), parser);
        return RulesFile.clashes(own, more).stream()
                .map(clash -> ConfigProblem.error(config.file(), "", clash))
                .toList();
    }

    private int write(Path directory, AodConfig config, String rules) {
        Path settings = directory.resolve(SETTINGS);
        Path ruleFile = directory.resolve(RULES).toAbsolutePath();
        try {
            Files.createDirectories(directory);
            for (Path file : List.of(settings, ruleFile)) {
                if (Files.exists(file)) throw new FileAlreadyExistsException(file.toString());
            }
            Files.writeString(ruleFile, rules, StandardOpenOption.CREATE_NEW);
            Files.writeString(settings, config.settings(Optional.of(ruleFile)), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            err.println(e.getMessage() + ": is there already; nothing is replaced");
            return 1;
        } catch (IOException e) {
            err.println("cannot write to " + directory + ": " + e);
            return 1;
        }
        out.println(settings + " and " + ruleFile + " are written; linnix agent --config " + settings + " uses both");
        return 0;
    }
}
