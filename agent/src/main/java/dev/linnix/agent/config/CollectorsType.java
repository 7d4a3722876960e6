package dev.linnix.agent.config;

import dev.linnix.agent.config.ValueType.Unfit;
import dev.linnix.engine.rule.Document;
import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import dev.linnix.engine.rule.Document.Table;
import dev.linnix.engine.rule.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the collectors that a user defines: a list of mappings, each a command or a file. */
final class CollectorsType {
    static final String ALLOWED = "a list of {name, command or file, timeout, max_bytes, at_once}";

    private static final int MOST = 32;
    private static final int MOST_WORDS = 64;
    private static final int MOST_SECONDS = 60;
    private static final int DEFAULT_SECONDS = 5;
    private static final long MOST_BYTES = 64L << 20;
    private static final long DEFAULT_BYTES = 1L << 20;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final List<String> KEYS = List.of("name", "command", "file", "timeout", "max_bytes", "at_once");

    private CollectorsType() {}

    @SuppressWarnings({"rawtypes", "unchecked"}) // a class literal knows no type parameters
    static ValueType<List> type() {
        return new ValueType<>(
                List.class,
                ALLOWED,
                CollectorsType::read,
                list -> list.isEmpty()
                        ? "none"
                        : String.join(
                                ", ",
                                ((List<Config.UserCollector>) list)
                                        .stream()
                                                .map(Config.UserCollector::name)
                                                .toList()));
    }

    private static List<Config.UserCollector> read(Document found) throws Unfit {
        if (!(found instanceof Sequence list)) throw new Unfit("expected " + ALLOWED + ", found " + found.describe());
        if (list.items().size() > MOST) {
            throw new Unfit("expected at most " + MOST + " collectors, found "
                    + list.items().size());
        }
        List<Config.UserCollector> collectors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Document item : list.items()) {
            Config.UserCollector collector = one(item);
            if (!names.add(collector.name())) throw at(item, "a second collector called " + collector.name());
            collectors.add(collector);
        }
        return List.copyOf(collectors);
    }

    private static Config.UserCollector one(Document item) throws Unfit {
        if (!(item instanceof Table table)) throw at(item, "expected a mapping, found " + item.describe());
        for (Entry entry : table.entries()) {
            if (KEYS.contains(entry.key())) continue;
            throw at(
                    entry.value(),
                    "unknown key " + Scalar.quote(entry.key())
                            + Nearest.hint(entry.key(), KEYS, "; known are " + String.join(", ", KEYS)));
        }
        String name = text(table, "name");
        if (name == null || !NAME.matcher(name).matches()) {
            throw at(item, "name expects lower-case letters, digits and _, found " + (name == null ? "none" : name));
        }
        Entry command = table.find("command");
        String file = text(table, "file");
        if ((command == null) == (file == null)) throw at(item, name + " expects either command or file");
        return new Config.UserCollector(
                name,
                command == null ? List.of() : words(command.value()),
                file == null ? null : path(item, file),
                (int) number(table, "timeout", DEFAULT_SECONDS, MOST_SECONDS),
                number(table, "max_bytes", DEFAULT_BYTES, MOST_BYTES),
                flag(table));
    }

    private static List<String> words(Document found) throws Unfit {
        List<String> words = new ArrayList<>();
        if (found instanceof Sequence list) {
            for (Document item : list.items()) {
                if (!(item instanceof Scalar scalar) || scalar.value() == null) {
                    throw at(item, "command expects words, found " + item.describe());
                }
                words.add(scalar.text());
            }
        }
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            throw at(
                    found,
                    "command expects a list of 1 to " + MOST_WORDS
                            + " words, as in [lsblk, --json], since no shell reads it; found " + found.describe());
        }
        return List.copyOf(words);
    }

    private static Path path(Document at, String file) throws Unfit {
        if (!file.startsWith("/") || file.indexOf('\0') >= 0)
            throw at(at, "file expects an absolute path, found " + file);
        return Path.of(file);
    }

    private static @Nullable String text(Table table, String key) throws Unfit {
        Entry entry = table.find(key);
        if (entry == null) return null;
        if (entry.value() instanceof Scalar scalar && scalar.value() instanceof String text) return text;
        throw at(entry.value(), key + " expects text, found " + entry.value().describe());
    }

    private static long number(Table table, String key, long otherwise, long most) throws Unfit {
        Entry entry = table.find(key);
        if (entry == null) return otherwise;
        if (entry.value() instanceof Scalar scalar
                && scalar.value() instanceof Long number
                && number >= 1
                && number <= most) return number;
        throw at(
                entry.value(),
                key + " expects a whole number from 1 to " + most + ", found "
                        + entry.value().describe());
    }

    private static boolean flag(Table table) throws Unfit {
        Entry entry = table.find("at_once");
        if (entry == null) return false;
        if (entry.value() instanceof Scalar scalar && scalar.value() instanceof Boolean flag) return flag;
        throw at(
                entry.value(),
                "at_once expects true or false, found " + entry.value().describe());
    }

    private static Unfit at(Document where, String message) {
        return new Unfit(message + " (line " + where.line() + ")");
    }
}
