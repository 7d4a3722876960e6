package dev.linnix.engine.rule;

import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import dev.linnix.engine.rule.Document.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Reads TOML 1.0. Stateless and thread-safe. */
public final class TomlReader {
    private static final int DEEPEST = 32;

    private TomlReader() {}

    /** {@return the document, null when it was reported as malformed} */
    public static @Nullable Document read(String text, Problems problems) {
        int tooDeep = lineNestedTooDeep(text);
        if (tooDeep > 0) {
            problems.error(tooDeep, "", "nested more than " + DEEPEST + " deep");
            return null;
        }
        TomlParseResult result;
        try {
            result = Toml.parse(text);
        } catch (RuntimeException | AssertionError e) {
            // Where assertions are on, the parser trips over its own on a broken Unicode escape and tells no line.
            problems.error(1, "", "invalid TOML: the parser failed: " + e);
            return null;
        }
        for (TomlParseError error : result.errors()) {
            problems.error(error.position().line(), "", "invalid TOML: " + error.getMessage());
        }
        return result.hasErrors() ? null : table(result, 1);
    }

    private static Table table(TomlTable table, int line) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Object> entry : table.entrySet()) {
            var position = table.inputPositionOf(List.of(entry.getKey()));
            int keyLine = position == null ? line : position.line();
            entries.add(new Entry(entry.getKey(), keyLine, value(entry.getValue(), keyLine)));
        }
        return new Table(line, entries);
    }

    private static Document value(Object value, int line) {
        return switch (value) {
            case TomlTable table -> table(table, line);
            case TomlArray array -> {
                List<Document> items = new ArrayList<>();
                for (int i = 0; i < array.size(); i++) {
                    items.add(value(array.get(i), array.inputPositionOf(i).line()));
                }
                yield new Sequence(line, items);
            }
            default -> new Scalar(line, value, value.toString());
        };
    }

    /**
     * Finds brackets nested too deep before the parser, which recurses, meets them.
     *
     * @return the line, 0 for none
     */
    private static int lineNestedTooDeep(String text) {
        int line = 1;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\n' -> line++;
                case '[', '{' -> depth++;
                case ']', '}' -> depth = Math.max(0, depth - 1);
                case '#' -> i = before(text.indexOf('\n', i), text);
                case '"', '\'' -> {
                    int end = endOfString(text, i);
                    line += (int) text.substring(i, end)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
                    i = end - 1;
                }
                default -> {}
            }
            if (depth > DEEPEST) return line;
        }
        return 0;
    }

    private static int before(int index, String text) {
        return (index < 0 ? text.length() : index) - 1;
    }

    /** {@return the index behind the string that begins here; a one-line string ends with its line at the latest} */
    private static int endOfString(String text, int start) {
        char quote = text.charAt(start);
        String triple = String.valueOf(quote).repeat(3);
        boolean many = text.startsWith(triple, start);
        for (int i = start + (many ? 3 : 1); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote == '"') {
                i++;
            } else if (many ? text.startsWith(triple, i) : c == quote) {
                return i + (many ? 3 : 1);
            } else if (c == '\n' && !many) {
                return i;
            }
        }
        return text.length();
    }
}
