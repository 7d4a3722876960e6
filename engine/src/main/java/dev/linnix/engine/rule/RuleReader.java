package dev.linnix.engine.rule;

import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import dev.linnix.engine.rule.Document.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one rule of a file, every part of it. */
final class RuleReader {
    /** What every rule may have besides its name and detector; part of the reference. */
    static final ParameterSpec SEVERITY = ParameterSpec.choice(
            "severity",
            Arrays.stream(Severity.values())
                    .map(s -> s.name().toLowerCase(Locale.ROOT))
                    .toList(),
            "info",
            "How bad a finding is; upper and lower case are the same.");

    static final ParameterSpec COOLDOWN = ParameterSpec.integer(
                    "cooldown",
                    "s",
                    0,
                    31_536_000,
                    "A firing for the same subject within this time after the last one resolved reopens it; 0 means 100 ms.")
            .optional(60L);

    private static final String ACTIONS = "actions";
    private static final List<String> COMMON = List.of("name", "detector", "severity", "cooldown", ACTIONS);
    private static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final int MOST_ACTIONS = 64;
    private static final int LONGEST_NAME = 100;
    private static final long LEAST_COOLDOWN_NS = 100_000_000;

    private final Map<String, DetectorType> types;
    private final boolean compatible;
    private final Problems problems;
    private String path;
    private @Nullable List<String> actions;
    private boolean good = true;

    /**
     * Creates a reader for one rule.
     *
     * @param number of the rule, from 1, to call it by while it has no name
     */
    RuleReader(Map<String, DetectorType> types, boolean compatible, Problems problems, int number) {
        this.types = types;
        this.compatible = compatible;
        this.problems = problems;
        this.path = "rule " + number;
    }

    /** {@return the rule; empty when it is wrong, which was reported} */
    Optional<Rule> read(Document document, Map<String, Integer> linesOfNames) {
        if (!(document instanceof Table table)) {
            error(document.line(), "", "expected a mapping with name and detector, found " + document.describe());
            return Optional.empty();
        }
        String name = name(table, linesOfNames);
        Object severity = parameter(table, SEVERITY);
        Object cooldown = parameter(table, COOLDOWN);
        actions = readActions(table);
        String detector = word(table, "detector");
        if (detector == null) return Optional.empty();
        DetectorType type = types.get(detector);
        if (type == null) {
            unknownDetector(table, detector);
            return Optional.empty();
        }
        Map<String, Object> parameters = parameters(table, type);
        if (!good || name == null || severity == null || cooldown == null) return Optional.empty();
        Rule rule = new Rule(
                name,
                detector,
                Severity.valueOf(severity.toString().toUpperCase(Locale.ROOT)),
                Math.max(LEAST_COOLDOWN_NS, (Long) cooldown * Rule.SECOND),
                parameters);
        for (String objection : type.objections(rule)) error(table.line(), "", objection);
        return good ? Optional.of(rule) : Optional.empty();
    }

    /** {@return what the rule that was read wants collected; null when it does not say} */
    @Nullable
    List<String> actions() {
        return actions;
    }

    private @Nullable List<String> readActions(Table table) {
        Entry entry = table.find(ACTIONS);
        if (entry == null) return null;
        List<String> names = new ArrayList<>();
        List<Document> items = entry.value() instanceof Sequence list ? list.items() : List.of(entry.value());
        for (Document item : items) {
            if (item instanceof Scalar scalar
                    && scalar.value() instanceof String word
                    && ACTION.matcher(word).matches()) {
                if (!names.contains(word)) names.add(word);
                continue;
            }
            error(
                    item.line(),
                    ACTIONS,
                    "expected names of collectors or sets, as in [default, journalctl], found " + item.describe());
            return null;
        }
        if (names.size() > MOST_ACTIONS) {
            error(entry.line(), ACTIONS, "expected at most " + MOST_ACTIONS + " names, found " + names.size());
        } else if (names.size() > 1 && names.contains("none")) {
            error(entry.line(), ACTIONS, "expected \"none\" alone or names, found both");
        }
        return names;
    }

    private @Nullable String name(Table table, Map<String, Integer> linesOfNames) {
        Entry entry = table.find("name");
        String name = word(table, "name");
        if (entry == null || name == null) return null;
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            error(
                    entry.line(),
                    "name",
                    "expected at most " + LONGEST_NAME + " printable characters, found "
                            + entry.value().describe());
            return null;
        }
        path = "rule " + name;
        Integer earlier = linesOfNames.putIfAbsent(name, entry.line());
        if (earlier != null) error(entry.line(), "name", "is the name of the rule at line " + earlier + " already");
        return name;
    }

    private @Nullable String word(Table table, String key) {
        Entry entry = table.find(key);
        if (entry == null) {
            missing(table, key);
            return null;
        }
        if (entry.value() instanceof Scalar scalar && scalar.value() instanceof String word && !word.isBlank()) {
            return word;
        }
        error(entry.line(), key, "expected a word, found " + entry.value().describe());
        return null;
    }

    /** Without it the rule is not read on, so a key that is perhaps it, misspelt, would not be told of otherwise. */
    private void missing(Table table, String key) {
        for (Entry entry : table.entries()) {
            if (COMMON.contains(entry.key())
                    || Nearest.to(entry.key(), List.of(key)).isEmpty()) continue;
            error(
                    entry.line(),
                    key,
                    "is missing; did you mean it by the unknown key " + Scalar.quote(entry.key()) + "?");
            return;
        }
        error(table.line(), key, "is missing");
    }

    private void unknownDetector(Table table, String detector) {
        Entry entry = table.find("detector");
        int line = entry == null ? table.line() : entry.line();
        String known = "; known are " + String.join(", ", new TreeSet<>(types.keySet()));
        String hint = Nearest.hint(detector, types.keySet(), known);
        error(line, "detector", "unknown detector " + Scalar.quote(detector) + hint);
    }

    private Map<String, Object> parameters(Table table, DetectorType type) {
        unknownKeys(
                table,
                type.name(),
                type.parameters().stream().map(ParameterSpec::name).toList());
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (ParameterSpec spec : type.parameters()) {
            Object value = parameter(table, spec);
            if (value != null) parameters.put(spec.name(), value);
        }
        return Collections.unmodifiableMap(parameters);
    }

    private void unknownKeys(Table table, String detector, List<String> parameters) {
        List<String> known = new ArrayList<>(COMMON);
        known.addAll(parameters);
        for (Entry entry : table.entries()) {
            if (known.contains(entry.key())) continue;
            String message = "unknown key "
                    + Scalar.quote(entry.key())
                    + Nearest.hint(entry.key(), known, "; " + detector + " takes " + String.join(", ", parameters));
            if (compatible) problems.warning(entry.line(), path, message);
            else error(entry.line(), "", message);
        }
    }

    /** {@return the value or else the default; null when there is neither, or it was reported as wrong} */
    private @Nullable Object parameter(Table table, ParameterSpec spec) {
        Entry entry = table.find(spec.name());
        if (entry == null) {
            if (spec.required()) {
                error(table.line(), spec.name(), "is missing; expected " + ParameterValue.allowed(spec));
            }
            return ParameterValue.defaultOf(spec);
        }
        Optional<Object> value = ParameterValue.of(spec, entry.value());
        if (value.isEmpty()) error(entry.line(), spec.name(), ParameterValue.complaint(spec, entry.value()));
        return value.orElse(null);
    }

    private void error(int line, String key, String message) {
        good = false;
        problems.error(line, key.isEmpty() ? path : path + ": " + key, message);
    }
}
