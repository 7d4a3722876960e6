package dev.linnix.cli.compat;

import dev.linnix.cli.compat.LiveAgent.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sets each key and each variable, and asks what became of it. */
final class ConfigWalk {
    private static final String CONFIG = "dev.linnix.agent.ConfigMain";
    private static final Pattern DROPPED =
            Pattern.compile("has no effect(?: here|; it never had one, although Linnix 0.x documented it): (.*)");

    private final Surface surface;
    private final LiveAgent agent;
    private final Misses misses;
    private final Map<String, String> meanings;

    /** What the program says of its own key an old one sets. */
    private final Map<String, String> ownKeys = new HashMap<>();

    ConfigWalk(Surface surface, LiveAgent agent, Misses misses, Map<String, String> meanings) {
        this.surface = surface;
        this.agent = agent;
        this.misses = misses;
        this.meanings = meanings;
    }

    /** Writes a file with every key, none at its default. */
    static void write(Path file, Map<String, Object> keys, Map<String, String> meanings) throws Exception {
        List<String> lines = new ArrayList<>();
        String section = "";
        for (var key : keys.entrySet()) {
            int dot = key.getKey().lastIndexOf('.');
            if (!section.equals(key.getKey().substring(0, dot))) {
                section = key.getKey().substring(0, dot);
                lines.add("[" + section + "]");
            }
            Object value = Surface.list(key.getValue()).getLast();
            lines.add(key.getKey().substring(dot + 1) + " = " + toml(value, meanings));
        }
        Files.write(file, lines);
    }

    private static String toml(Object value, Map<String, String> meanings) {
        if (value instanceof List<?> list) {
            return "["
                    + String.join(
                            ", ", list.stream().map(v -> toml(v, meanings)).toList()) + "]";
        }
        return value instanceof String text ? "\"" + ProgramWalk.meant(text, meanings) + "\"" : value.toString();
    }

    void walk(Path file, Path older) throws Exception {
        write(older, surface.named("older_configuration"), meanings);
        keys(file, surface.named("configuration"));
        keys(older, surface.named("older_configuration"));
        defaults();
        variables(file);
        for (Object refused : surface.list("refused")) {
            Map<String, String> environment =
                    Map.of(refused.toString().split("=")[0], refused.toString().split("=")[1]);
            if (agent.run(CONFIG, environment, List.of("check", "/dev/null")).status() != 1) {
                misses.different("environment", refused.toString(), "is not refused");
            }
        }
    }

    private void keys(Path file, Map<String, Object> keys) throws Exception {
        Outcome outcome = agent.run(CONFIG, Map.of(), List.of("show", "--json", "--config", file.toString()));
        if (outcome.status() != 0) misses.different("linnix.toml", file.toString(), errors(outcome));
        List<Map<String, Object>> rows = rows(outcome);
        List<String> lines = Files.readAllLines(file);
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("[")) {
                section = lines.get(i).substring(1, lines.get(i).length() - 1);
                continue;
            }
            String key = section + "." + lines.get(i).split(" = ")[0];
            if (!keys.containsKey(key)) throw new IllegalStateException(key);
            String place = file + ":" + (i + 1);
            rows.stream()
                    .filter(row -> place.equals(row.get("from")))
                    .findFirst()
                    .ifPresentOrElse(
                            row -> ownKeys.put(key, row.get("key").toString()),
                            () -> reason(key, "key", outcome.err(), place + ": warning: " + key + ": "));
        }
    }

    private void reason(String name, String kind, String told, String start) {
        Matcher matcher = DROPPED.matcher(
                told.lines().filter(line -> line.startsWith(start)).findFirst().orElse(""));
        if (matcher.find()) misses.dropped(kind, name, matcher.group(1));
        else misses.different(kind, name, "has no effect, and nothing says so");
    }

    private void defaults() throws Exception {
        List<Map<String, Object>> rows =
                rows(agent.run(CONFIG, Map.of(), List.of("show", "--json", "--config", "/dev/null")));
        ownKeys.forEach((key, own) -> {
            Object before = Surface.list(surface.named(
                                    surface.named("configuration").containsKey(key)
                                            ? "configuration"
                                            : "older_configuration")
                            .get(key))
                    .getFirst();
            String now = rows.stream()
                    .filter(row -> own.equals(row.get("key")))
                    .map(row -> row.get("value").toString())
                    .findFirst()
                    .orElse("");
            if (before != null && !now.equals(before.toString())) {
                misses.different("default", key, "is " + now + ", was " + before);
            }
        });
    }

    private void variables(Path file) throws Exception {
        Map<String, String> environment = new HashMap<>();
        surface.named("variables")
                .forEach((name, about) -> environment.put(
                        name, ProgramWalk.meant(Surface.list(about).getLast().toString(), meanings)));
        Outcome outcome = agent.run(CONFIG, environment, List.of("show", "--json"));
        if (outcome.status() != 0) misses.different("environment", "variables", errors(outcome));
        List<Map<String, Object>> rows = rows(outcome);
        String reference =
                agent.run(CONFIG, Map.of(), List.of("reference", "--markdown")).out();
        surface.named("variables").forEach((name, about) -> {
            String key = Surface.list(about).getFirst().toString();
            boolean sets = rows.stream()
                    .anyMatch(row -> name.equals(row.get("from"))
                            && (key.isEmpty() || Objects.equals(ownKeys.get(key), row.get("key"))));
            boolean names = name.equals("LINNIX_CONFIG")
                    && rows.stream().anyMatch(row -> row.get("from").toString().startsWith(file + ":"));
            if (sets || names) return;
            if (name.startsWith("LINNIX_")) {
                reason(name, "variable", outcome.err(), name + ": warning: ");
                return;
            }
            String start = "| `" + name + "` | no effect: ";
            misses.dropped(
                    "variable",
                    name,
                    reference
                            .lines()
                            .filter(line -> line.startsWith(start))
                            .map(line -> line.substring(start.length(), line.length() - 2))
                            .findFirst()
                            .orElse(""));
        });
    }

    private static String errors(Outcome outcome) {
        return outcome.err()
                .lines()
                .filter(line -> !line.contains(": warning: "))
                .collect(Collectors.joining("; "));
    }

    private static List<Map<String, Object>> rows(Outcome outcome) {
        return outcome.out()
                .lines()
                .map(line -> Surface.map(RouteWalk.json(line)))
                .toList();
    }
}
