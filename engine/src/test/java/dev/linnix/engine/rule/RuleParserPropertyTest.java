package dev.linnix.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Do files nobody thought of behave like those somebody did? */
class RuleParserPropertyTest {
    private static final RuleParser PARSER = new RuleParser(FakeTypes.ALL);
    private static final List<String> FILES = List.of("rules.yaml", "rules.toml");
    private static final String JUNK = "[]{}:,-#&*!|>'\"%@`=.\\\t\n\r \0\u0085\u2028\uFEFF\uFFFF🙂aé09~?";

    @Property(tries = 200, seed = "1")
    void whatIsWrittenIsReadBack(@ForAll long seed) {
        List<Rule> rules = rules(new Random(seed));
        for (String file : FILES) {
            ParsedRules parsed = PARSER.parse(file, write(file, rules));
            assertThat(parsed.hasErrors()).as(parsed.problems()::toString).isFalse();
            assertThat(parsed.rules().rules()).isEqualTo(rules);
        }
    }

    @Property(tries = 200, seed = "3")
    void whatTheProgramWritesIsReadBack(@ForAll long seed) {
        Random random = new Random(seed);
        List<Rule> rules = rules(random);
        RuleSet first = new RuleSet(rules.subList(0, rules.size() / 2));
        RuleSet second = new RuleSet(
                rules.subList(rules.size() / 2, rules.size()),
                RuleSet.Source.NONE,
                Map.of(rules.getLast().name(), List.of("none")));
        RuleSet both = first.plus(second);
        ParsedRules parsed = PARSER.parse(both.source().name(), both.source().text());
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.rules()).isEqualTo(both);
    }

    @Property(tries = 500, seed = "2")
    void aDamagedFileIsReadOrRejectedButNeverBreaksTheParser(@ForAll long seed) {
        Random random = new Random(seed);
        List<Rule> rules = rules(random);
        for (String file : FILES) {
            String text = damage(random, write(file, rules));
            ParsedRules parsed = PARSER.parse(file, text);
            int lines = Math.max(1, (int) text.lines().count());
            assertThat(parsed.problems()).allMatch(p -> p.line() >= 1 && p.line() <= lines);
            if (parsed.hasErrors()) {
                assertThat(parsed.rules().rules()).isEmpty();
            } else if (parsed.rules().rules().isEmpty()) {
                assertThat(parsed.problems()).isNotEmpty();
            }
        }
    }

    private static List<Rule> rules(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            DetectorType type = FakeTypes.ALL.get(random.nextInt(FakeTypes.ALL.size()));
            Map<String, Object> parameters = new HashMap<>();
            for (ParameterSpec spec : type.parameters()) {
                boolean needed = spec.required() || spec.name().equals("threshold") || spec.defaultValue() != null;
                if (needed || random.nextBoolean()) parameters.put(spec.name(), value(random, spec));
            }
            rules.add(new Rule(
                    i + name(random),
                    type.name(),
                    Severity.values()[random.nextInt(Severity.values().length)],
                    random.nextInt(1, 100_000) * Rule.SECOND,
                    parameters));
        }
        return rules;
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            int c = random.nextInt(4) > 0 ? random.nextInt(' ', 0x7f) : random.nextInt(0xa0, 0x20000);
            if (Character.isDefined(c) && !Character.isISOControl(c) && (c < 0xd800 || c > 0xdfff))
                name.appendCodePoint(c);
        }
        return name.toString();
    }

    private static Object value(Random random, ParameterSpec spec) {
        double top = Math.min(spec.max(), 1e6);
        return switch (spec.type()) {
            case INTEGER -> random.nextLong((long) spec.min(), (long) top + 1);
            case NUMBER -> random.nextDouble(spec.min(), top);
            case BOOLEAN -> random.nextBoolean();
            case CHOICE -> spec.choices().get(random.nextInt(spec.choices().size()));
            case PATTERN -> "a" + Pattern.quote(name(random)) + "{1,3}|[^/]+$";
            case WORDS -> random.nextBoolean() ? "" : "A=" + random.nextInt(9) + " b,[c]";
        };
    }

    private static String write(String file, List<Rule> rules) {
        boolean toml = file.endsWith("toml");
        StringBuilder text = new StringBuilder();
        for (Rule rule : rules) {
            List<String> lines = new ArrayList<>();
            lines.add(line(toml, "name", rule.name()));
            lines.add(line(toml, "detector", rule.detector()));
            lines.add(line(toml, "severity", rule.severity().name()));
            lines.add(line(toml, "cooldown", rule.cooldownNs() / Rule.SECOND));
            rule.parameters().forEach((key, value) -> lines.add(line(toml, key, value)));
            text.append(toml ? "[[rules]]\n" : "- ")
                    .append(String.join(toml ? "\n" : "\n  ", lines))
                    .append('\n');
        }
        return text.toString();
    }

    private static String line(boolean toml, String key, Object value) {
        return key + (toml ? " = " : ": ") + (value instanceof String word ? quote(word) : value);
    }

    private static String quote(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        word.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') quoted.append('\\').appendCodePoint(c);
            else if (c < 0x7f) quoted.appendCodePoint(c);
            else quoted.append(String.format(Locale.ROOT, "\\U%08x", c));
        });
        return quoted.append('"').toString();
    }

    private static String damage(Random random, String text) {
        String damaged = text;
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            damaged = random.nextBoolean() ? damageBytes(random, damaged) : damageLines(random, damaged);
        }
        return damaged;
    }

    private static String damageBytes(Random random, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(6));
        String head = new String(bytes, 0, at, StandardCharsets.UTF_8);
        String tail = new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8);
        StringBuilder middle = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) middle.append(JUNK.charAt(random.nextInt(JUNK.length())));
        return head + middle + tail;
    }

    private static String damageLines(Random random, String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) return text;
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), lines.get(at));
            case 2 -> lines.set(at, " " + lines.get(at));
            default -> lines.subList(at, lines.size()).clear();
        }
        return String.join("\n", lines);
    }
}
