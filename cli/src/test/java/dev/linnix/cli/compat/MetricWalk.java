package dev.linnix.cli.compat;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for each metric on both listeners. */
final class MetricWalk {
    private static final String PAGE = "/metrics/prometheus";
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    private final Surface surface;
    private final LiveAgent agent;
    private final Misses misses;
    private final Path reference;

    /**
     * Creates the walk.
     *
     * @param reference of metrics, where labels are looked up while there are no series
     */
    MetricWalk(Surface surface, LiveAgent agent, Misses misses, Path reference) {
        this.surface = surface;
        this.agent = agent;
        this.misses = misses;
        this.reference = reference;
    }

    void walk() throws Exception {
        List<String> described = Files.readAllLines(reference);
        Map<String, List<String>> pages = Map.of(
                "API", agent.get(PAGE).body().lines().toList(),
                "operational listener", agent.operational(PAGE).body().lines().toList());
        surface.named("metrics").forEach((name, words) -> {
            String type = words.toString().split(" ")[0];
            List<String> labels = List.of(words.toString().split(" "))
                    .subList(1, words.toString().split(" ").length);
            pages.forEach((listener, page) -> check(listener, page, name, type, labels, described));
        });
        Map<String, Object> pairs = surface.named("metrics_in_json");
        for (String field : pairs.keySet()) agree(field, pairs.get(field).toString());
    }

    private void check(
            String where, List<String> page, String name, String type, List<String> labels, List<String> described) {
        if (!page.contains("# TYPE " + name + " " + type)) {
            misses.different(where, name, "is no " + type);
            return;
        }
        if (page.stream().noneMatch(line -> line.startsWith("# HELP " + name + " "))) {
            misses.different(where, name, "has no help");
        }
        Optional<String> series = page.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .findFirst();
        if (series.isPresent()) {
            Set<String> found = new TreeSet<>();
            Matcher matcher = LABEL.matcher(series.get());
            while (matcher.find()) found.add(matcher.group(1));
            if (!found.equals(new TreeSet<>(labels))) misses.different(where, name, "has the labels " + found);
            return;
        }
        misses.different("metric", name, "has no series");
        String row = described.stream()
                .filter(line -> line.startsWith("| `" + name + "` | " + type + " |"))
                .findFirst()
                .orElse("||||");
        Set<String> found = new TreeSet<>(
                Arrays.asList(row.split("\\|")[3].replaceAll("[` ]", "").split(",")));
        if (!found.equals(new TreeSet<>(labels))) misses.different(where, name, "will have the labels " + found);
    }

    /** A counter in JSON lies between what the page says before and after: they count the same thing. */
    private void agree(String field, String metric) throws Exception {
        double before = value(metric);
        Number json = (Number)
                Surface.map(RouteWalk.json(agent.get("/metrics").body())).get(field);
        if (json == null) return; // the routes have told
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> value(metric) >= json.doubleValue());
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            misses.different("/metrics", field, "is " + json + " and " + metric + " only " + value(metric));
        }
        if (json.doubleValue() < before) {
            misses.different("/metrics", field, "is " + json + " and " + metric + " was " + before + " before");
        }
    }

    private double value(String metric) throws Exception {
        return agent.operational(PAGE)
                .body()
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
