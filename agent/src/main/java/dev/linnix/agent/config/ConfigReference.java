package dev.linnix.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes a {@code linnix.yaml} with every key, its meaning and its default. Loading it changes nothing. Stateless. */
public final class ConfigReference {
    private static final int WIDTH = 100;

    /**
     * What there is to say about one key.
     *
     * @param key {@code section.key}
     * @param value what it may be, in words
     * @param unit of its values; empty when there is none
     * @param byDefault as people write it; empty when there is none
     * @param otherwise what holds without a value, in words; empty when there is a default
     * @param options of the command line that set it
     * @param variables of the environment that set it
     * @param meaning in whole sentences
     * @param takenUp when a change takes effect
     */
    public record Key(
            String key,
            String value,
            String unit,
            Optional<String> byDefault,
            String otherwise,
            List<String> options,
            List<String> variables,
            String meaning,
            String takenUp) {
        static <T> Key of(Setting<T> setting) {
            return new Key(
                    setting.key(),
                    setting.type().allowed(),
                    setting.unit(),
                    setting.defaultValue().map(setting.type()::show),
                    plain(setting.otherwise()),
                    setting.options(),
                    setting.variables(),
                    plain(setting.meaning()),
                    setting.takenUp().words());
        }
    }

    private ConfigReference() {}

    /** {@return every key, in the order of the file} */
    public static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (Setting<?> setting : Schema.SETTINGS) keys.add(Key.of(setting));
        return keys;
    }

    /** {@return the text of the file} */
    public static String yaml() {
        StringBuilder text = new StringBuilder();
        comment(text, "", "Linnix: every key with its default. Made by: linnix config reference");
        comment(
                text,
                "",
                "The agent reads " + Config.DEFAULT_FILES.getFirst()
                        + ", or the file named by --config or LINNIX_CONFIG. An option of"
                        + " the command line wins over the environment, that over this file. What need not be given may be"
                        + " null. Changes are taken up at the next start, unless a key says otherwise.");
        comment(text, "", "`linnix config check FILE` reports every mistake, `linnix config show` prints what holds.");
        Schema.SECTIONS.forEach((section, about) -> {
            text.append('\n');
            comment(text, "", about);
            text.append(section).append(":\n");
            Schema.SETTINGS.stream()
                    .filter(setting -> setting.section().equals(section))
                    .forEach(setting -> key(text, setting));
        });
        return text.toString();
    }

    private static <T> void key(StringBuilder text, Setting<T> setting) {
        comment(text, "  ", plain(setting.meaning()));
        comment(text, "  ", facts(setting));
        String value = setting.defaultValue()
                .map(byDefault -> scalar(setting, byDefault))
                .orElse("null");
        text.append("  ").append(setting.name()).append(": ").append(value).append('\n');
    }

    private static String facts(Setting<?> setting) {
        List<String> facts = new ArrayList<>();
        facts.add(capital(setting.type().allowed()) + (setting.unit().isEmpty() ? "" : ", " + setting.unit()));
        if (setting.defaultValue().isEmpty()) facts.add("without it: " + plain(setting.otherwise()));
        if (!setting.options().isEmpty()) facts.add("option " + String.join(", ", setting.options()));
        if (!setting.variables().isEmpty()) facts.add("environment " + String.join(", ", setting.variables()));
        if (setting.takenUp() != Setting.TakenUp.AT_START) {
            facts.add("changes are taken up " + setting.takenUp().words());
        }
        return String.join("; ", facts) + ".";
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Comments are no Markdown. */
    private static String plain(String markdown) {
        return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "docs/$1").replace("`", "");
    }

    private static <T> String scalar(Setting<T> setting, T value) {
        String shown = setting.type().show(value);
        return value instanceof Number || value instanceof Boolean ? shown : '"' + shown + '"';
    }

    private static void comment(StringBuilder text, String indent, String sentence) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : sentence.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }
}
