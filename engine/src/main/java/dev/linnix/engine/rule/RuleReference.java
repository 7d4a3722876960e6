package dev.linnix.engine.rule;

import dev.linnix.engine.detect.DetectorType;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rule reference, as Markdown, from what the detectors say of themselves. Stateless and thread-safe. */
public final class RuleReference {
    private RuleReference() {}

    /** {@return the whole page: what every rule has, then each detector by name} */
    public static String page(Collection<DetectorType> types) {
        StringBuilder page = new StringBuilder("""
                # Rule reference

                A rule file is a list of rules in YAML, on its own or under the key `rules`, or `[[rules]]` in TOML.
                One error anywhere rejects the whole file; `linnix rules check FILE` shows every problem.

                ## Every rule

                """);
        table(
                page,
                List.of(
                        row("name", "text, unique in its file", "", "required", "Names the rule in alerts."),
                        row("detector", "one of the detectors below", "", "required", "What to look for."),
                        row(RuleReader.SEVERITY),
                        row(RuleReader.COOLDOWN),
                        row(
                                "actions",
                                "a list of names",
                                "",
                                "`default`",
                                "What is collected when the rule opens an incident: collectors or sets of them, by name, or"
                                        + " `none`.")));
        types.stream()
                .sorted(Comparator.comparing(DetectorType::name))
                .forEach(type -> page.append('\n').append(section(type)));
        return page.toString();
    }

    /** {@return the section about one detector} */
    public static String section(DetectorType type) {
        StringBuilder section = new StringBuilder();
        section.append("## ")
                .append(type.name())
                .append("\n\n")
                .append(type.summary())
                .append("\n\n");
        table(section, type.parameters().stream().map(RuleReference::row).toList());
        return section.toString();
    }

    private static List<String> row(ParameterSpec spec) {
        return row(
                spec.name(),
                ParameterValue.allowed(spec),
                spec.unit(),
                spec.required() ? "required" : shown(ParameterValue.defaultOf(spec)),
                spec.description());
    }

    private static List<String> row(String key, String value, String unit, String byDefault, String meaning) {
        return List.of("`" + key + "`", value, unit, byDefault, meaning);
    }

    private static String shown(@Nullable Object value) {
        if (value == null) return "none";
        return "`" + (value instanceof Number number ? ParameterValue.plain(number.doubleValue()) : value) + "`";
    }

    private static void table(StringBuilder page, List<List<String>> rows) {
        page.append("| Key | Value | Unit | Default | Meaning |\n|---|---|---|---|---|\n");
        for (List<String> row : rows) {
            page.append('|');
            for (String cell : row)
                page.append(' ').append(cell.replace("|", "\\|")).append(" |");
            page.append('\n');
        }
    }
}
