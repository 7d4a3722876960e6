package dev.linnix.cli.compat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Linnix 0.x offered: {@code linnix-0.x.yaml} beside this class. */
final class Surface {
    private final Map<String, Object> sections;

    private Surface(Map<String, Object> sections) {
        this.sections = sections;
    }

    static Surface read() throws IOException {
        try (InputStream in = Objects.requireNonNull(Surface.class.getResourceAsStream("linnix-0.x.yaml"))) {
            return new Surface(map(new Load(LoadSettings.builder().build()).loadFromInputStream(in)));
        }
    }

    /** {@return a section that consists of named things} */
    Map<String, Object> named(String section) {
        return map(sections.get(section));
    }

    /** {@return a section that is a list of things with properties} */
    List<Map<String, Object>> things(String section) {
        return things(list(sections.get(section)));
    }

    static List<Map<String, Object>> things(List<Object> list) {
        return list.stream().map(Surface::map).toList();
    }

    /** {@return a section that is a list} */
    List<Object> list(String section) {
        return list(sections.get(section));
    }

    String text(String section) {
        return sections.get(section).toString();
    }

    /** {@return a list of texts; empty for null} */
    static List<String> texts(Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value == null ? new ArrayList<>() : (List<Object>) value;
    }
}
