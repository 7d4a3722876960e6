package dev.linnix.engine.rule;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes rules as a rule file in YAML, which {@link RuleParser} reads back as the same rules. Stateless and thread-safe. */
public final class RuleText {
    /** A name for the text, by which its format is known. */
    public static final String FILE = "rules.yaml";

    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z_]*");
    private static final Set<String> NOT_PLAIN = Set.of("true", "false", "null");

    private RuleText() {}

    /** {@return the text of a file with these rules and no other; every value is written, defaults too} */
    public static String yaml(RuleSet set) {
        StringBuilder text = new StringBuilder();
        for (Rule rule : set.rules()) {
            text.append("- name: ").append(quote(rule.name())).append('\n');
            line(text, "detector", rule.detector());
            line(text, "severity", rule.severity().name().toLowerCase(Locale.ROOT));
            line(text, "cooldown", rule.cooldownNs() / Rule.SECOND);
            rule.parameters().forEach((key, value) -> line(text, key, value));
            List<String> actions = set.actions().get(rule.name());
            if (actions != null) {
                text.append("  actions: [").append(String.join(", ", actions)).append("]\n");
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append("  ").append(key).append(": ").append(scalar(value)).append('\n');
    }

    private static String scalar(Object value) {
        return switch (value) {
            case String word when PLAIN.matcher(word).matches() && !NOT_PLAIN.contains(word) -> word;
            case String word -> quote(word);
            case Double number -> ParameterValue.plain(number);
            default -> value.toString();
        };
    }

    /** {@return a text as a scalar of YAML on one line} */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') quoted.append('\\').appendCodePoint(c);
            else if ((c >= ' ' && c < 0x7f) || Character.isLetterOrDigit(c)) quoted.appendCodePoint(c);
            else quoted.append(String.format(Locale.ROOT, "\\U%08x", c));
        });
        return quoted.append('"').toString();
    }
}
