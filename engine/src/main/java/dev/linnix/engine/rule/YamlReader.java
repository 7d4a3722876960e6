package dev.linnix.engine.rule;

import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Malformed;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import dev.linnix.engine.rule.Document.Table;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 (core schema) from the parser's events: they carry positions, come one at a time, and so let depth be
 * bounded before memory or stack are used. An alias shares what its anchor named, hence nested aliases cost nothing.
 * Thread-safe through its static method.
 */
public final class YamlReader {
    private static final int DEEPEST = 32;
    /** More digits than this are beyond any range; not worth the arithmetic. */
    private static final int MOST_DIGITS = 30;

    private static final CoreSchema SCHEMA = new CoreSchema();

    private final String text;
    private final Problems problems;
    private final Map<String, Document> anchors = new HashMap<>();

    private YamlReader(String text, Problems problems) {
        this.text = text;
        this.problems = problems;
    }

    /** {@return the only document in the text, null when there is none or it was reported as malformed} */
    public static @Nullable Document read(String text, Problems problems) {
        return new YamlReader(text, problems).read();
    }

    private @Nullable Document read() {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(SCHEMA)
                .setCodePointLimit(RuleParser.MAX_LENGTH)
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            Document document = null;
            while (events.hasNext()) {
                Event event = events.next();
                if (!(event instanceof NodeEvent)) continue;
                if (document != null) {
                    throw new Malformed(line(event.getStartMark()), "expected one document, found another");
                }
                document = node(event, events, 0);
            }
            return document;
        } catch (Malformed e) {
            problems.error(e.line(), "", e.text());
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            problems.error(line(e.getProblemMark()), "", "invalid YAML: " + context + e.getProblem());
        } catch (ReaderException e) {
            int before = Math.clamp(e.getPosition(), 0, text.length());
            int line = 1
                    + (int) text.substring(0, before)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            problems.error(line, "", String.format(Locale.ROOT, "invalid YAML: character U+%04X", e.getCodePoint()));
        } catch (YamlEngineException e) {
            problems.error(1, "", "invalid YAML: " + e.getMessage());
        }
        return null;
    }

    private Document node(Event event, Iterator<Event> events, int depth) throws Malformed {
        int line = line(event.getStartMark());
        if (depth > DEEPEST) throw new Malformed(line, "nested more than " + DEEPEST + " deep");
        if (event instanceof AliasEvent alias) {
            Document named = anchors.get(alias.getAlias().getValue());
            if (named == null) throw new Malformed(line, "no anchor named &" + alias.getAlias() + " before this line");
            return named;
        }
        Document document = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, line);
            case SequenceStart -> sequence(events, line, depth);
            case MappingStart -> table(events, line, depth);
            default -> throw new Malformed(line, "expected a value");
        };
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), document));
        return document;
    }

    private Sequence sequence(Iterator<Event> events, int line, int depth) throws Malformed {
        List<Document> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, events, depth + 1));
        }
        return new Sequence(line, items);
    }

    private Table table(Iterator<Event> events, int line, int depth) throws Malformed {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            int keyLine = line(next.getStartMark());
            Document key = node(next, events, depth + 1);
            Document value = node(events.next(), events, depth + 1);
            if (!(key instanceof Scalar word)) {
                throw new Malformed(keyLine, "expected a word as key, found " + key.describe());
            }
            Entry first = entries.putIfAbsent(word.text(), new Entry(word.text(), keyLine, value));
            if (first != null) {
                problems.error(
                        keyLine,
                        "",
                        "key " + Scalar.quote(word.text()) + " was given at line " + first.line() + " already");
            }
        }
        return new Table(line, List.copyOf(entries.values()));
    }

    private static Scalar scalar(ScalarEvent event, int line) throws Malformed {
        String text = event.getValue();
        Tag tag;
        if (event.getTag().isPresent()) {
            tag = new Tag(event.getTag().get());
        } else {
            tag = event.isPlain() ? SCHEMA.getScalarResolver().resolve(text, true) : Tag.STR;
        }
        try {
            return new Scalar(line, value(tag, text, line), text);
        } catch (NumberFormatException e) {
            throw new Malformed(line, "expected a number, found " + Scalar.quote(text));
        }
    }

    private static @Nullable Object value(Tag tag, String text, int line) throws Malformed {
        if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE) || tag.getValue().equals("!")) return text;
        if (tag.equals(Tag.NULL)) return null;
        if (tag.equals(Tag.BOOL)) return text.equalsIgnoreCase("true");
        if (tag.equals(Tag.INT)) return integer(text);
        if (tag.equals(Tag.FLOAT)) return floating(text.toLowerCase(Locale.ROOT));
        throw new Malformed(line, "unknown tag " + Scalar.quote(tag.getValue()));
    }

    /** {@return a {@link Long}; beyond its range a {@link Double} of about the value} */
    private static Object integer(String text) {
        if (text.length() > MOST_DIGITS) return text.startsWith("-") ? -Double.MAX_VALUE : Double.MAX_VALUE;
        BigInteger value = switch (text.length() < 2 ? "" : text.substring(0, 2)) {
            case "0x" -> new BigInteger(text.substring(2), 16);
            case "0o" -> new BigInteger(text.substring(2), 8);
            default -> new BigInteger(text);
        };
        if (value.bitLength() < Long.SIZE) return value.longValue();
        return value.doubleValue();
    }

    private static double floating(String text) {
        return switch (text) {
            case ".nan" -> Double.NaN;
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(m -> m.getLine() + 1).orElse(1);
    }
}
