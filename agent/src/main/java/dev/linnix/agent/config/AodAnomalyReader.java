package dev.linnix.agent.config;

import dev.linnix.engine.detect.Errno;
import dev.linnix.engine.detect.RequestSource;
import dev.linnix.engine.rule.Document;
import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Table;
import dev.linnix.engine.rule.Nearest;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.ParameterValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one anomaly of a {@code config.yaml} of AODv2, every part of it. */
final class AodAnomalyReader {
    /** The actions AODv2 had; collectors of the same names are here. */
    private static final List<String> ACTIONS =
            List.of("dmesg", "journalctl", "syslogs", "mounts", "debugdata", "stats", "smbinfo");

    private static final Map<String, String> TOOLS = Map.of("latency", "smbslower", "error", "smbiosnoop");
    private static final List<String> COMMON = List.of("type", "tool", "acceptable_count", "mode", "actions");
    private static final int LONGEST_NAME = 100;

    private static final ParameterSpec TYPE = ParameterSpec.choice("type", List.of("latency", "error"), "latency", "");
    private static final ParameterSpec MODE =
            ParameterSpec.choice("mode", List.of("all", "trackonly", "excludeonly"), "all", "");
    private static final ParameterSpec COUNT = ParameterSpec.integer("acceptable_count", "", 1, 10_000_000, "");
    private static final ParameterSpec DEFAULT_THRESHOLD = ParameterSpec.number(
                    "default_threshold_ms", "ms", 0.001, 3_600_000, "")
            .optional(10);
    private static final ParameterSpec THRESHOLD =
            ParameterSpec.number("threshold", "ms", 0.001, 3_600_000, "").optional(null);

    private final AodSection section;
    private final String name;
    private final boolean tolerant;

    AodAnomalyReader(AodSection section, String name, boolean tolerant) {
        this.section = section;
        this.name = name;
        this.tolerant = tolerant;
    }

    /** {@return the anomaly; empty when it cannot even be told what it is, which was reported} */
    Optional<AodAnomaly> read() {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            section.error(
                    section.table().line(),
                    "",
                    "expected a name of 1 to " + LONGEST_NAME + " printable characters, found " + Scalar.quote(name));
            return Optional.empty();
        }
        String type = type();
        if (type == null) return Optional.empty();
        boolean latency = type.equals("latency");
        String items = latency ? "commands" : "codes";
        List<String> keys = new ArrayList<>(COMMON);
        keys.addAll(List.of("track_" + items, "exclude_" + items));
        if (latency) keys.add(DEFAULT_THRESHOLD.name());
        section.known(keys, tolerant);
        tool(type);
        String mode = mode();
        Object count = section.value(COUNT);
        Selected selected = select(
                mode,
                latency,
                latency ? RequestSource.SMB.operations() : Errno.NAMES,
                "track_" + items,
                "exclude_" + items);
        return Optional.of(new AodAnomaly(
                name,
                section.table().line(),
                type,
                count instanceof Long number ? number : 1,
                mode,
                selected.track,
                selected.exclude,
                latency ? section.number(DEFAULT_THRESHOLD) : 0,
                actions()));
    }

    private record Selected(List<String> track, List<String> exclude) {}

    /** One item of a list: what the rule calls it, and where it is. */
    private record Item(String word, int line) {}

    private @Nullable String type() {
        Entry entry = section.table().find(TYPE.name());
        if (entry == null) {
            section.error(section.table().line(), TYPE.name(), "is missing; expected latency or error");
            return null;
        }
        if (entry.value() instanceof Scalar scalar && scalar.value() instanceof String word) {
            String plain = word.strip().toLowerCase(Locale.ROOT);
            if (TYPE.choices().contains(plain)) return plain;
        }
        section.error(entry.line(), TYPE.name(), ParameterValue.complaint(TYPE, entry.value()));
        return null;
    }

    /** What is measured follows from the type, here and there; there a tool nobody knew meant that nothing was. */
    private void tool(String type) {
        Entry entry = section.table().find("tool");
        if (entry == null) return;
        if (!(entry.value() instanceof Scalar scalar && scalar.value() instanceof String word)) {
            section.error(
                    entry.line(),
                    "tool",
                    "expected a word, found " + entry.value().describe());
        } else if (!word.equals(TOOLS.get(type))) {
            section.warning(
                    entry.line(),
                    "tool",
                    "has no effect here, what is measured follows from the type; AODv2 had no tool "
                            + Scalar.quote(word) + " for " + type + " and would have measured nothing");
        }
    }

    /** AODv2 took whatever it did not know for {@code all}, another spelling too, so nothing but the exact words will do. */
    private String mode() {
        Entry entry = section.table().find(MODE.name());
        if (entry == null) return "all";
        if (entry.value() instanceof Scalar scalar && MODE.choices().contains(scalar.text())) return scalar.text();
        section.error(
                entry.line(),
                MODE.name(),
                ParameterValue.complaint(MODE, entry.value()) + " (AODv2 took any other word for all)");
        return "all";
    }

    private Selected select(String mode, boolean latency, List<String> known, String trackKey, String excludeKey) {
        boolean tracks = !mode.equals("excludeonly");
        boolean excludes = !mode.equals("trackonly");
        Map<String, Item> track = Map.of();
        if (!tracks) ignored(trackKey, mode);
        else track = latency ? commands(trackKey, known) : codes(trackKey, known);
        Map<String, Item> exclude = Map.of();
        if (!excludes) ignored(excludeKey, mode);
        else exclude = codes(excludeKey, known);
        for (String both : track.keySet()) {
            Item item = exclude.get(both);
            if (item == null) continue;
            section.error(item.line, excludeKey, both + " is in " + trackKey + " too; expected it in one of them");
        }
        if (mode.equals("trackonly") && section.isEmpty(trackKey)) nothing(trackKey, mode);
        if (exclude.keySet().containsAll(known)) nothing(excludeKey, mode);
        if (tracks && excludes && !latency && !track.isEmpty()) {
            ignored(trackKey, mode);
            track = Map.of();
        }
        return new Selected(
                track.values().stream().map(Item::word).toList(),
                exclude.values().stream().map(Item::word).toList());
    }

    private void ignored(String key, String mode) {
        if (!section.isEmpty(key)) section.warning(section.line(key), key, "has no effect with mode " + mode);
    }

    private void nothing(String key, String mode) {
        section.error(section.line(key), key, "with mode " + mode + " nothing is left to track");
    }

    /** {@return for each command that is known the word of the rule} */
    private Map<String, Item> commands(String key, List<String> known) {
        Map<String, Item> commands = new LinkedHashMap<>();
        for (Document item : section.items(key)) {
            if (!(item instanceof Table table)) {
                section.error(item.line(), key, "expected {command: NAME, threshold: MS}, found " + item.describe());
                continue;
            }
            AodSection inner = new AodSection(table, section.path() + key + ".", section.problems());
            inner.known(List.of("command", "threshold"), tolerant);
            Object threshold = inner.value(THRESHOLD);
            Entry command = table.find("command");
            if (command == null) {
                inner.error(table.line(), "command", "is missing; expected the name of a command");
            } else if (!(command.value() instanceof Scalar word && word.value() instanceof String)) {
                inner.error(
                        command.line(),
                        "command",
                        "expected the name of a command, found "
                                + command.value().describe());
            } else if (isKnown(word, key, known)) {
                String limit = threshold instanceof Double ms ? "=" + ParameterValue.plain(ms) : "";
                put(commands, key, word, word.text() + limit);
            }
        }
        return commands;
    }

    private Map<String, Item> codes(String key, List<String> known) {
        Map<String, Item> codes = new LinkedHashMap<>();
        for (Scalar word : section.words(key)) {
            if (isKnown(word, key, known)) put(codes, key, word, word.text());
        }
        return codes;
    }

    private boolean isKnown(Scalar word, String key, List<String> known) {
        if (known.contains(word.text())) return true;
        boolean codes = known.equals(Errno.NAMES);
        String all = codes ? ", which is the name of no error number" : "; known are " + String.join(", ", known);
        section.error(
                word.line(),
                key,
                "unknown " + (codes ? "code " : "command ") + word.describe() + Nearest.hint(word.text(), known, all));
        return false;
    }

    private void put(Map<String, Item> words, String key, Scalar name, String word) {
        if (words.put(name.text(), new Item(word, name.line())) != null) {
            section.warning(name.line(), key, name.text() + " is given twice; the last one holds");
        }
    }

    private List<String> actions() {
        Set<String> actions = new LinkedHashSet<>();
        Entry entry = section.table().find("actions");
        if (entry != null && entry.value() instanceof Scalar nothing && nothing.value() == null) {
            section.error(entry.line(), "actions", "expected a list, found nothing; [] collects nothing");
        }
        for (Scalar word : section.words("actions")) {
            if (!ACTIONS.contains(word.text())) {
                section.warning(
                        word.line(),
                        "actions",
                        "unknown action " + word.describe() + ", which is left out, as AODv2 did"
                                + Nearest.hint(word.text(), ACTIONS, "; known are " + String.join(", ", ACTIONS)));
            } else if (!actions.add(word.text())) {
                section.warning(word.line(), "actions", word.text() + " is given twice");
            }
        }
        return List.copyOf(actions);
    }
}
