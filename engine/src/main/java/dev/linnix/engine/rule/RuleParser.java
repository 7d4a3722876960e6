package dev.linnix.engine.rule;

import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import dev.linnix.engine.rule.Document.Table;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule file: a list of rules in YAML 1.2, on its own or as {@code rules:}, or TOML's {@code [[rules]]}. Each
 * problem is reported with its line, and one error rejects the whole file. Does no I/O; immutable and thread-safe.
 */
public final class RuleParser {
    /** Longest file, in characters. */
    public static final int MAX_LENGTH = 1 << 20;
    /** Most rules of a file. */
    public static final int MAX_RULES = 1000;

    private static final Pattern TOML = Pattern.compile("\\[{1,2}[\\w .\"-]+\\]{1,2}\\s*(#.*)?|[\\w\"-]+\\s*=.*");
    private static final Pattern YAML = Pattern.compile("-(\\s.*)?|---.*|%YAML.*|[\\w\"-]+:(\\s.*)?");

    private final Map<String, DetectorType> types = new HashMap<>();
    private final boolean compatible;

    /** Creates a parser to which an unknown key is an error. */
    public RuleParser(Collection<DetectorType> types) {
        this(types, false);
    }

    /**
     * Creates a parser.
     *
     * @param compatible whether unknown keys are warnings, for files written for something else
     */
    public RuleParser(Collection<DetectorType> types, boolean compatible) {
        for (DetectorType type : types) this.types.put(type.name(), type);
        this.compatible = compatible;
    }

    /**
     * Reads the text of a file. The format follows from the extension ({@code .yaml}, {@code .yml}, {@code .toml}) unless
     * the first line clearly is of the other one.
     *
     * @param file its name, for the messages
     */
    public ParsedRules parse(String file, String text) {
        Problems problems = new Problems(file, text);
        List<Rule> rules = List.of();
        Map<String, List<String>> actions = new HashMap<>();
        if (text.length() > MAX_LENGTH) {
            problems.error(1, "", "expected at most " + MAX_LENGTH + " characters, found " + text.length());
        } else {
            rules = read(file, text.startsWith("\uFEFF") ? text.substring(1) : text, actions, problems);
        }
        return new ParsedRules(
                problems.hasErrors() ? RuleSet.EMPTY : new RuleSet(rules, new RuleSet.Source(file, text), actions),
                problems.sorted());
    }

    private List<Rule> read(String file, String text, Map<String, List<String>> actions, Problems problems) {
        Document document =
                isToml(file, text, problems) ? TomlReader.read(text, problems) : YamlReader.read(text, problems);
        if (document == null && problems.hasErrors()) return List.of();
        Sequence list = list(document, problems);
        if (list == null) return List.of();
        if (list.items().size() > MAX_RULES) {
            problems.error(
                    list.line(),
                    "",
                    "expected at most " + MAX_RULES + " rules, found "
                            + list.items().size());
            return List.of();
        }
        if (list.items().isEmpty()) problems.warning(list.line(), "", "no rules, so nothing will be detected");
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> linesOfNames = new HashMap<>();
        for (int i = 0; i < list.items().size(); i++) {
            RuleReader reader = new RuleReader(types, compatible, problems, i + 1);
            Optional<Rule> rule = reader.read(list.items().get(i), linesOfNames);
            List<String> wanted = reader.actions();
            if (rule.isPresent() && wanted != null) actions.put(rule.get().name(), wanted);
            rule.ifPresent(rules::add);
        }
        checkTogether(list, rules, problems);
        return rules;
    }

    /** Everything else that is counted costs each process a counter, so there is only so much. */
    private void checkTogether(Sequence list, List<Rule> rules, Problems problems) {
        Set<Tally> tallies = new HashSet<>();
        for (Rule rule : rules) {
            DetectorType type = types.get(rule.detector());
            Tally tally = type == null ? null : type.tally(rule);
            if (tally != null) tallies.add(tally);
        }
        if (tallies.size() <= Measures.TALLIES) return;
        problems.error(
                list.line(),
                "",
                "expected at most " + Measures.TALLIES + " different things to count (max_exec_duration_ms of "
                        + "short_job_flood, regex and median_lifetime of exec_rate), found " + tallies.size());
    }

    /** {@return the list of rules, null when there is none, which was reported} */
    private @Nullable Sequence list(@Nullable Document document, Problems problems) {
        return switch (document) {
            case null -> new Sequence(1, List.of());
            case Sequence list -> list;
            case Scalar scalar when scalar.value() == null -> new Sequence(scalar.line(), List.of());
            case Scalar scalar -> {
                problems.error(scalar.line(), "", "expected a list of rules, found " + scalar.describe());
                yield null;
            }
            case Table table when table.entries().isEmpty() -> new Sequence(1, List.of());
            case Table table -> listIn(table, problems);
        };
    }

    private @Nullable Sequence listIn(Table table, Problems problems) {
        if (table.find("name") != null && table.find("detector") != null) {
            problems.error(table.line(), "", "expected a list of rules, found a single rule outside a list");
            return null;
        }
        for (Entry entry : table.entries()) {
            if (entry.key().equals("rules")) continue;
            String message = "unknown key " + Scalar.quote(entry.key())
                    + Nearest.hint(entry.key(), List.of("rules"), "; the only one here is \"rules\"");
            if (compatible) problems.warning(entry.line(), "", message);
            else problems.error(entry.line(), "", message);
        }
        Entry rules = table.find("rules");
        if (rules == null) {
            problems.error(table.line(), "", "expected a list of rules under the key \"rules\"");
            return null;
        }
        if (rules.value() instanceof Scalar scalar && scalar.value() == null)
            return new Sequence(rules.line(), List.of());
        if (rules.value() instanceof Sequence list) return list;
        problems.error(
                rules.line(), "rules", "expected a list, found " + rules.value().describe());
        return null;
    }

    private static boolean isToml(String file, String text, Problems problems) {
        String name = file.toLowerCase(Locale.ROOT);
        boolean toml = name.endsWith(".toml");
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        Optional<String> first = text.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                .findFirst();
        boolean looksToml = first.filter(l -> matches(TOML, l)).isPresent();
        boolean looksYaml = first.filter(l -> matches(YAML, l)).isPresent();
        if (toml ? looksYaml : yaml && looksToml) {
            problems.warning(1, "", "named as " + (toml ? "TOML" : "YAML") + ", read as " + (toml ? "YAML" : "TOML"));
            return yaml;
        }
        return toml || looksToml;
    }

    private static boolean matches(Pattern pattern, String line) {
        return pattern.matcher(line).matches();
    }
}
