package dev.linnix.agent.config;

import dev.linnix.agent.config.Values.Value;
import dev.linnix.engine.rule.Document;
import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Table;
import dev.linnix.engine.rule.Nearest;
import dev.linnix.engine.rule.Problems;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.TomlReader;
import dev.linnix.engine.rule.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file: {@code linnix.yaml}, or a {@code linnix.toml} of Linnix 0.x. Sections of values; every key
 * must be known, and every problem is reported with its line. Reads at most {@link TextFile#MOST_BYTES}.
 */
final class ConfigFile {
    /** Keys that work, by all their names; the names of today come first. */
    private static final Map<String, Setting<?>> SETTINGS = new LinkedHashMap<>();

    private static final Map<String, LegacyKey> WITHOUT_EFFECT = new LinkedHashMap<>();
    private static final List<String> KEYS = new ArrayList<>();

    static {
        Schema.SETTINGS.forEach(setting -> SETTINGS.put(setting.key(), setting));
        for (LegacyKey key : LegacyKeys.KEYS) {
            Setting<?> setting = SETTINGS.get(key.setting());
            if (setting == null) WITHOUT_EFFECT.put(key.key(), key);
            else SETTINGS.putIfAbsent(key.key(), setting);
        }
        KEYS.addAll(SETTINGS.keySet());
        KEYS.addAll(WITHOUT_EFFECT.keySet());
    }

    private final boolean tolerant;
    private final String name;
    private final Problems problems;
    private final Values values = new Values();

    private ConfigFile(boolean tolerant, String name, Problems problems) {
        this.tolerant = tolerant;
        this.name = name;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param compatible whether keys nobody knows are warnings, if the file is TOML
     * @param found takes the problems
     * @return the values that are right
     */
    static Content read(Path file, boolean compatible, List<ConfigProblem> found) {
        String text;
        try {
            text = TextFile.read(file);
        } catch (IOException e) {
            found.add(ConfigProblem.error(file.toString(), "", "cannot read the configuration: " + reason(file, e)));
            return new Content(new Values(), "");
        }
        return new Content(parse(file.toString(), text, compatible, found), TextFile.sha256(text));
    }

    /**
     * What a file holds.
     *
     * @param sha256 of its bytes, in hexadecimal; empty when it could not be read
     */
    record Content(Values values, String sha256) {}

    /** Reads the text of a file; as {@link #read}. */
    static Values parse(String name, String text, boolean compatible, List<ConfigProblem> found) {
        boolean toml = name.toLowerCase(Locale.ROOT).endsWith(".toml");
        Problems problems = new Problems(name, text);
        ConfigFile file = new ConfigFile(toml && compatible, name, problems);
        file.top(document(text, toml, problems));
        problems.sorted().forEach(problem -> found.add(ConfigProblem.of(problem)));
        return file.values;
    }

    /** {@return what a text holds; null when that is nothing or was reported as malformed} */
    static @Nullable Document document(String text, boolean toml, Problems problems) {
        if (text.length() > RuleParser.MAX_LENGTH) {
            problems.error(1, "", "expected at most " + RuleParser.MAX_LENGTH + " characters, found " + text.length());
            return null;
        }
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return toml ? TomlReader.read(content, problems) : YamlReader.read(content, problems);
    }

    static String reason(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "no permission";
            case CharacterCodingException _ -> "expected UTF-8 text, found other bytes";
            default -> Files.isDirectory(file) ? "expected a file, found a directory" : String.valueOf(e.getMessage());
        };
    }

    private void top(@Nullable Document document) {
        switch (document) {
            case null -> {}
            case Table table -> table.entries().forEach(entry -> entry("", entry));
            case Scalar scalar when scalar.value() == null -> {}
            default ->
                problems.error(document.line(), "", "expected sections such as \"api:\", found " + document.describe());
        }
    }

    private void entry(String prefix, Entry entry) {
        String path = prefix + entry.key();
        Setting<?> setting = SETTINGS.get(path);
        LegacyKey legacy = WITHOUT_EFFECT.get(path);
        if (setting != null) {
            value(setting, path, entry);
        } else if (legacy != null) {
            withoutEffect(legacy, entry);
        } else if (KEYS.stream().anyMatch(key -> key.startsWith(path + "."))) {
            section(path, entry);
        } else {
            unknown(prefix, path, entry);
        }
    }

    private void section(String path, Entry entry) {
        switch (entry.value()) {
            case Table keys -> keys.entries().forEach(key -> entry(path + ".", key));
            case Scalar scalar when scalar.value() == null -> {}
            default ->
                problems.error(
                        entry.line(),
                        path,
                        "expected keys and values, found " + entry.value().describe());
        }
    }

    private void value(Setting<?> setting, String path, Entry entry) {
        if (setting.defaultValue().isEmpty() && isNothing(entry.value())) return;
        try {
            Object value = setting.type().read(entry.value());
            Value before = values.put(setting, new Value(value, name, entry.line()));
            if (before != null) twoNames(setting, before, value, path, entry.line());
        } catch (ValueType.Unfit e) {
            for (ValueType.Fault fault : e.faults()) {
                problems.error(fault.line() == 0 ? entry.line() : fault.line(), path, fault.text());
            }
        }
    }

    /** Of what has several names, one is enough; as in Linnix 0.x each of them can turn a thing on. */
    private void twoNames(Setting<?> setting, Value before, Object value, String path, int line) {
        if (before.value().equals(value)) return;
        if (value instanceof Boolean) {
            values.put(setting, before.value().equals(true) ? before : new Value(true, name, line));
            problems.warning(line, path, "contradicts line " + before.line() + "; true holds");
        } else {
            problems.error(line, path, "contradicts line " + before.line() + ", which sets " + setting.key() + " too");
        }
    }

    /** Where nothing holds without a value, an empty one says so. */
    private static boolean isNothing(Document value) {
        return value instanceof Scalar scalar
                && (scalar.value() == null || (scalar.value() instanceof String text && text.isBlank()));
    }

    private void withoutEffect(LegacyKey key, Entry entry) {
        try {
            key.type().read(entry.value());
            problems.warning(entry.line(), key.key(), key.warning());
        } catch (ValueType.Unfit e) {
            problems.error(entry.line(), key.key(), e.text());
        }
    }

    private void unknown(String prefix, String path, Entry entry) {
        boolean section = entry.value() instanceof Table;
        String message = "unknown " + (section ? "section " : "key ") + Scalar.quote(path) + hint(prefix, path);
        if (tolerant)
            problems.warning(entry.line(), "", message + (message.endsWith("?") ? " It" : "; it") + " has no effect");
        else problems.error(entry.line(), "", message);
    }

    /** The name that was meant is looked for among the neighbours, then everywhere. */
    private static String hint(String prefix, String path) {
        List<String> ours =
                neighbours(prefix, Schema.SETTINGS.stream().map(Setting::key).toList());
        return Nearest.to(path, neighbours(prefix, KEYS))
                .or(() -> Nearest.to(path, KEYS))
                .or(() -> sameName(path))
                .map(key -> "; did you mean \"" + key + "\"?")
                .orElse(ours.isEmpty() ? "" : "; expected one of " + String.join(", ", ours));
    }

    /** {@return what may follow a prefix, up to the next dot} */
    private static List<String> neighbours(String prefix, List<String> keys) {
        return keys.stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> {
                    int dot = key.indexOf('.', prefix.length());
                    return dot < 0 ? key : key.substring(0, dot);
                })
                .distinct()
                .toList();
    }

    /** {@return the key that has this name in another section} */
    private static Optional<String> sameName(String path) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return SETTINGS.keySet().stream()
                .filter(key -> key.endsWith("." + name))
                .findFirst();
    }
}
