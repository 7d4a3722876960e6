package dev.linnix.cli.http;

import java.util.ArrayList;
import java.util.List;

/** Takes JSON arrays apart without touching their elements, so that no digit and no unknown key is lost. */
public final class JsonArray {
    private JsonArray() {}

    /**
     * {@return the elements as they are written}
     *
     * @param text a JSON array
     * @throws IllegalArgumentException when it is none
     */
    public static List<String> elements(String text) {
        String array = text.strip();
        if (!array.startsWith("[") || !array.endsWith("]")) throw new IllegalArgumentException("no JSON array");
        List<String> elements = new ArrayList<>();
        int depth = 0;
        int start = 1;
        boolean quoted = false;
        for (int i = 0; i < array.length(); i++) {
            char c = array.charAt(i);
            if (quoted) {
                if (c == '\\') i++;
                else if (c == '"') quoted = false;
                continue;
            }
            switch (c) {
                case '"' -> quoted = true;
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                default -> {}
            }
            boolean last = depth == 0 && i == array.length() - 1;
            if (!last && !(depth == 1 && c == ',')) continue;
            String element = array.substring(start, i).strip();
            if (!element.isEmpty()) elements.add(element);
            start = i + 1;
        }
        if (depth != 0 || quoted) throw new IllegalArgumentException("no complete JSON array");
        return elements;
    }
}
