package dev.linnix.cli;

import dev.linnix.cli.http.StatusJson;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Problem;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import io.avaje.jsonb.Json.Naming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code linnix rules list [FILE]}. */
@Command(
        name = "list",
        description = "Lists rules with their thresholds: those of a file, else those of the file the agent says it "
                + "uses, which must be on this host. It is read anew: when the agent has refused it, that is told, "
                + "since the rules it had before stay in force.")
final class RulesListCommand extends AgentCommand {
    private static final Json<RuleJson> RULE = Json.of(RuleJson.class);
    private static final Json<StatusJson> STATUS = Json.of(StatusJson.class);
    private static final String BUILT_IN = "built-in";

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Rules in YAML or TOML; then no agent is asked.")
    private @Nullable Path file;

    /**
     * A rule as {@code --json} prints it.
     *
     * @param name of the rule
     * @param detector of the rule
     * @param severity in lower case
     * @param cooldown s
     * @param parameters by name, defaults filled in
     * @param actions names of what is collected when it opens an incident
     */
    @io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
    record RuleJson(
            String name,
            String detector,
            String severity,
            long cooldown,
            Map<String, Object> parameters,
            List<String> actions) {
        static RuleJson of(Rule rule, List<String> actions) {
            return new RuleJson(
                    rule.name(),
                    rule.detector(),
                    rule.severity().name().toLowerCase(Locale.ROOT),
                    rule.cooldownNs() / Rule.SECOND,
                    new TreeMap<>(rule.parameters()),
                    actions);
        }
    }

    RulesListCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        Path source = file != null ? file : ofAgent(agent, terminal);
        ParsedRules parsed;
        try {
            parsed = RuleFiles.parse(source, true);
        } catch (IOException e) {
            throw new CommandException(ExitCode.PROBLEM, source + ": " + RuleFiles.reason(source, e));
        }
        RuleSet set = parsed.rules();
        List<Rule> rules = set.rules();
        if (json()) {
            printJson("["
                    + rules.stream()
                            .map(rule -> RULE.write(RuleJson.of(rule, set.actions(rule.name()))))
                            .collect(Collectors.joining(","))
                    + "]");
        } else {
            terminal.line(terminal.paint(Terminal.Style.DIM, source + ": " + Amounts.count(rules.size(), "rule")));
            print(set, terminal);
        }
        for (Problem problem : parsed.problems()) terminal.complain(problem.toString());
        return parsed.hasErrors() ? ExitCode.PROBLEM : ExitCode.FINE;
    }

    private Path ofAgent(Agent agent, Terminal terminal) throws CommandException {
        StatusJson.Rules rules = agent.read(agent.get("/status"), STATUS::read).rules();
        if (rules != null && rules.imported() != null) {
            terminal.complain("the rules of " + rules.imported() + " are in force too; linnix config import "
                    + rules.imported() + " shows them");
        }
        if (rules != null && "rejected".equals(rules.lastReload())) {
            terminal.complain("linnix: the agent refused this file when it last read it; the rules it had before are in"
                    + " force");
        }
        String name = rules == null || rules.file() == null ? BUILT_IN : rules.file();
        String home = System.getProperty("linnix.home");
        Path path = !name.equals(BUILT_IN)
                ? Path.of(name)
                : Path.of(home == null ? "." : home).resolve("rules").resolve("default.yaml");
        if (Files.isReadable(path)) return path;
        throw new CommandException(
                ExitCode.PROBLEM,
                "the agent's rules come from " + path + ", which cannot be read here; give a file of rules");
    }

    private static void print(RuleSet set, Terminal terminal) {
        Table table = new Table("RULE", "DETECTOR", "SEVERITY", ">COOLDOWN", "PARAMETERS", "COLLECTS");
        for (Rule rule : set.rules()) {
            String parameters = new TreeMap<>(rule.parameters())
                    .entrySet().stream()
                            .map(one -> one.getKey() + "=" + value(one.getValue()))
                            .collect(Collectors.joining(" "));
            table.row(
                    rule.name(),
                    rule.detector(),
                    rule.severity().name().toLowerCase(Locale.ROOT),
                    Amounts.duration(rule.cooldownNs() / Rule.SECOND),
                    parameters,
                    String.join(" ", set.actions(rule.name())));
        }
        table.print(terminal, Integer.MAX_VALUE);
    }

    private static String value(Object value) {
        return value instanceof Double number ? Amounts.number(number) : value.toString();
    }
}
