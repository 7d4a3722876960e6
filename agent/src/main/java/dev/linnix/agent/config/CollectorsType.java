package dev.linnix.agent.config;

import dev.linnix.agent.config.ValueType.Fault;
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

    private final List<Fault> faults = new ArrayList<>();

    private CollectorsType() {}

    @SuppressWarnings({"rawtypes", "unchecked"}) // a class literal knows no type parameters
    static ValueType<List> type() {
        return new ValueType<>(
                List.class,
                ALLOWED,
                found -> new CollectorsType().read(found),
                list -> list.isEmpty()
                        ? "none"
                        : String.join(
                                ", ",
                                ((List<Config.UserCollector>) list)
                                        .stream()
                                                .map(Config.UserCollector::name)
                                                .toList()));
    }

    private List<Config.UserCollector> read(Document found) throws Unfit {
        if (!(found instanceof Sequence list)) throw new Unfit("expected " + ALLOWED + ", found " + found.describe());
        if (list.items().size() > MOST) {
            throw new Unfit("expected at most " + MOST + " collectors, found "
                    + list.items().size());
        }
        List<Config.UserCollector> collectors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Document item : list.items()) {
            if (item instanceof Table table) {
                Config.UserCollector collector = one(table);
                if (!names.add(collector.name())) fault(item, "a second collector called " + quote(collector.name()));
                collectors.add(collector);
            } else {
                fault(item, "expected a mapping, found " + item.describe());
            }
        }
        if (!faults.isEmpty()) throw new Unfit(faults);
        return List.copyOf(collectors);
    }

    /** Where something does not fit, that is noted and the default taken. */
    private Config.UserCollector one(Table table) {
        for (Entry entry : table.entries()) {
            if (KEYS.contains(entry.key())) continue;
            fault(
                    entry.value(),
                    "unknown key " + quote(entry.key())
                            + Nearest.hint(entry.key(), KEYS, "; known are " + String.join(", ", KEYS)));
        }
        String name = name(table);
        Entry command = table.find("command");
        Entry file = table.find("file");
        if ((command == null) == (file == null)) {
            fault(
                    table,
                    (name.isEmpty() ? "a collector" : quote(name)) + " expects either command or file, found "
                            + (command == null ? "neither" : "both"));
        }
        return new Config.UserCollector(
                name,
                command == null ? List.of() : words(command.value()),
                file == null ? null : path(table, file),
                (int) number(table, "timeout", DEFAULT_SECONDS, MOST_SECONDS),
                number(table, "max_bytes", DEFAULT_BYTES, MOST_BYTES),
                flag(table));
    }

    private String name(Table table) {
        Entry entry = table.find("name");
        String name = entry == null ? "" : text(entry);
        if (!NAME.matcher(name).matches()) {
            fault(
                    entry == null ? table : entry.value(),
                    "name expects lower-case letters, digits and _, a letter first, found "
                            + (entry == null ? "none" : entry.value().describe()));
        }
        return name;
    }

    private List<String> words(Document found) {
        List<String> words = new ArrayList<>();
        if (found instanceof Sequence list) {
            for (Document item : list.items()) {
                if (item instanceof Scalar scalar && scalar.value() != null) words.add(scalar.text());
                else fault(item, "command expects words, found " + item.describe());
            }
            if (!list.items().isEmpty() && words.size() <= MOST_WORDS) return List.copyOf(words);
        }
        fault(
                found,
                "command expects a list of 1 to " + MOST_WORDS
                        + " words, as in [lsblk, --json], since no shell reads it; found " + found.describe());
        return List.of();
    }

    private @Nullable Path path(Table table, Entry entry) {
        String file = text(entry);
        if (file.startsWith("/") && file.indexOf('\0') < 0) return Path.of(file);
        fault(table, "file expects an absolute path, found " + entry.value().describe());
        return null;
    }

    private static String text(Entry entry) {
        return entry.value() instanceof Scalar scalar && scalar.value() instanceof String text ? text : "";
    }

    private long number(Table table, String key, long otherwise, long most) {
        Entry entry = table.find(key);
        if (entry == null) return otherwise;
        if (entry.value() instanceof Scalar scalar
                && scalar.value() instanceof Long number
                && number >= 1
                && number <= most) return number;
        fault(
                entry.value(),
                key + " expects a whole number from 1 to " + most + ", found "
                        + entry.value().describe());
        return otherwise;
    }

    private boolean flag(Table table) {
        Entry entry = table.find("at_once");
        if (entry == null) return false;
        if (entry.value() instanceof Scalar scalar && scalar.value() instanceof Boolean flag) return flag;
        fault(
                entry.value(),
                "at_once expects true or false, found " + entry.value().describe());
        return false;
    }

    private static String quote(String text) {
        return Scalar.quote(text);
    }

    private void fault(Document where, String message) {
        faults.add(new Fault(where.line(), message));
    }
}
