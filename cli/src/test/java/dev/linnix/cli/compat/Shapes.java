package dev.linnix.cli.compat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares JSON with the fields and types that somebody relied on. */
final class Shapes {
    private final Map<String, Object> shapes;
    private final Misses misses;
    private final Map<String, List<Object>> samples = new TreeMap<>();

    Shapes(Map<String, Object> shapes, Misses misses) {
        this.shapes = shapes;
        this.misses = misses;
    }

    /** Takes values of one shape, from wherever they are shown. */
    void add(String shape, List<Object> values) {
        samples.computeIfAbsent(shape, name -> new ArrayList<>()).addAll(values);
    }

    /** Notes each field that is missing or of another type; one that may be left out must be in one of the values. */
    void judge() {
        samples.forEach(
                (shape, values) -> fields(shape).forEach((path, words) -> check(shape, path, new Type(words), values)));
    }

    private Map<String, String> fields(String shape) {
        Map<String, String> fields = new LinkedHashMap<>();
        Surface.map(shapes.get(shape)).forEach((path, type) -> {
            if (path.equals("as")) fields.putAll(fields(type.toString()));
            else fields.put(path, type.toString());
        });
        return fields;
    }

    private void check(String shape, String path, Type type, List<Object> roots) {
        int dot = path.lastIndexOf('.');
        List<Object> owners = dot < 0 ? roots : values(roots, path.substring(0, dot));
        String name = path.substring(dot + 1);
        List<Map<String, Object>> maps =
                owners.stream().filter(Map.class::isInstance).map(Surface::map).toList();
        long having = maps.stream().filter(map -> map.containsKey(name)).count();
        if (having == 0 || (!type.optional && having < maps.size())) {
            misses.different(shape, told(path), having == 0 ? "is not there" : "is there only sometimes", "left out");
        }
        Set<Boolean> reported = new HashSet<>();
        for (Map<String, Object> map : maps) {
            Object value = map.get(name);
            if (!map.containsKey(name) || type.fits(value) || !reported.add(value == null)) continue;
            String how = "expected " + type.words + ", found " + shown(value);
            misses.different(shape, told(path), how, value == null ? "null" : "");
        }
    }

    /** {@return the field the guide is to name: of an object that is null, the object} */
    private static String told(String path) {
        return path.startsWith("k8s.") ? "k8s" : path.replace("[]", "");
    }

    private static List<Object> values(List<Object> roots, String path) {
        List<Object> values = roots;
        for (String step : path.split("\\.")) {
            boolean each = step.endsWith("[]");
            String name = each ? step.substring(0, step.length() - 2) : step;
            List<Object> next = new ArrayList<>();
            for (Object value : values) {
                Object inner = value instanceof Map<?, ?> map ? map.get(name) : null;
                if (each && inner instanceof List<?> list) next.addAll(list);
                else if (inner != null) next.add(inner);
            }
            values = next;
        }
        return values;
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** A type as the description has it. */
    private static final class Type {
        private final boolean optional;
        private final boolean nullable;
        private final String words;

        Type(String text) {
            optional = text.endsWith("?");
            String rest = optional ? text.substring(0, text.length() - 1) : text;
            nullable = rest.endsWith(" or null");
            words = rest.replace(" or null", "");
        }

        boolean fits(Object value) {
            if (words.equals("any")) return true;
            if (value == null) return nullable;
            if (words.startsWith("one of ")) {
                return List.of(words.substring("one of ".length()).split(" ")).contains(value);
            }
            return switch (words) {
                case "number" -> value instanceof Number;
                case "text" -> value instanceof String;
                case "flag" -> value instanceof Boolean;
                case "list" -> value instanceof List;
                case "object" -> value instanceof Map;
                default -> throw new IllegalArgumentException("unknown type " + words);
            };
        }
    }
}
