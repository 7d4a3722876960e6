package dev.linnix.agent.config;

import dev.linnix.engine.rule.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads the configuration file: YAML, sections of plain values. Every key must be known; all problems are reported at
 * once, each with file, line and key.
 */
final class ConfigFile {
    /** Every key there is, as {@code section.key}. */
    static final List<String> KEYS =
            List.of("api.listen_addr", "rules.path", "runtime.state_dir", "runtime.runtime_dir", "runtime.ring_bytes");

    /**
     * One value.
     *
     * @param text as written
     * @param place file and line, for messages
     */
    record Value(String text, String place) {}

    private final Path file;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

    /** {@return the values given, by {@code section.key}} */
    static Map<String, Value> read(Path file) throws ConfigException {
        ConfigFile reader = new ConfigFile(file);
        reader.parse();
        if (!reader.problems.isEmpty()) throw new ConfigException(reader.problems);
        return reader.values;
    }

    private void parse() {
        Optional<Node> root;
        try {
            String text = TextFile.read(file);
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setAllowDuplicateKeys(true)
                    .build();
            root = new Compose(settings).composeString(text);
        } catch (CharacterCodingException e) {
            problems.add(file + ": expected UTF-8 text, found other bytes");
            return;
        } catch (IOException e) {
            problems.add("cannot read configuration " + file + ": " + e);
            return;
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            problems.add(file + line + ": not valid YAML: " + e.getProblem());
            return;
        } catch (YamlEngineException e) {
            problems.add(file + ": not valid YAML: " + e.getMessage());
            return;
        }
        if (root.isEmpty()) return;
        if (root.get() instanceof MappingNode sections) {
            sections.getValue().forEach(this::section);
        } else {
            problems.add(place(root.get()) + ": expected sections such as \"api:\", found something else");
        }
    }

    private void section(NodeTuple entry) {
        String name = text(entry.getKeyNode());
        if (KEYS.stream().noneMatch(key -> key.startsWith(name + "."))) {
            List<String> sections = KEYS.stream()
                    .map(key -> key.substring(0, key.indexOf('.')))
                    .distinct()
                    .toList();
            problems.add(place(entry.getKeyNode()) + ": unknown section \"" + name + "\""
                    + Nearest.hint(name, sections, "; expected one of " + String.join(", ", sections)));
        } else if (entry.getValueNode() instanceof MappingNode keys) {
            keys.getValue().forEach(key -> value(name, key));
        } else if (!text(entry.getValueNode()).isEmpty()) {
            problems.add(place(entry.getValueNode()) + ": expected keys below \"" + name + "\", found a single value");
        }
    }

    private void value(String section, NodeTuple entry) {
        String key = section + "." + text(entry.getKeyNode());
        String place = place(entry.getKeyNode());
        if (!KEYS.contains(key)) {
            List<String> siblings =
                    KEYS.stream().filter(k -> k.startsWith(section + ".")).toList();
            problems.add(place + ": unknown key \"" + key + "\""
                    + Nearest.hint(key, siblings, "; expected one of " + String.join(", ", siblings)));
        } else if (!(entry.getValueNode() instanceof ScalarNode)) {
            problems.add(place + ": expected one value for " + key + ", found a list or a section");
        } else if (values.put(key, new Value(text(entry.getValueNode()), place)) != null) {
            problems.add(place + ": " + key + " is given twice");
        }
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private String place(Node node) {
        return file
                + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }
}
