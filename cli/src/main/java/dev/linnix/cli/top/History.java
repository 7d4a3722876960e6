package dev.linnix.cli.top;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each subtree used in the last minute, second by second. It remembers the {@value #LARGEST} largest by each
 * resource and those it is told to keep; who is no longer among them is forgotten. Not thread-safe.
 */
final class History {
    /** How far back it goes. */
    static final int SECONDS = 60;
    /** Subtrees remembered for each resource. */
    static final int LARGEST = 200;

    private final long longestGap;
    private final Map<ProcessKey, Series> series = new HashMap<>();
    private long newest = Long.MIN_VALUE;

    /** The last minute of one subtree: a value and its second for each slot. */
    private static final class Series {
        final long[] second = new long[SECONDS];
        final float[][] values = new float[Resource.values().length][SECONDS];

        Series() {
            Arrays.fill(second, Long.MIN_VALUE);
        }
    }

    /**
     * Creates an empty one.
     *
     * @param interval between samples; a gap of more than twice as long stays a gap
     */
    History(Duration interval) {
        longestGap = Math.max(2, interval.multipliedBy(2).toSeconds() + 1);
    }

    /** Adds a sample: the value holds for the time since the one before. */
    void add(Instant time, ProcessTree tree, Set<ProcessKey> keep) {
        long now = time.getEpochSecond();
        long from = newest != Long.MIN_VALUE && now > newest && now - newest <= longestGap ? newest + 1 : now;
        newest = now;
        Set<ProcessKey> remembered = remembered(tree.nodes(), keep);
        series.keySet().retainAll(remembered);
        for (ProcessTree.Node node : tree.nodes()) {
            if (!remembered.contains(node.key())) continue;
            Series line = series.computeIfAbsent(node.key(), _ -> new Series());
            // A subtree met for the first time has a value for its first second only.
            boolean known = Arrays.stream(line.second).anyMatch(second -> second == from - 1);
            for (long second = known ? from : now; second <= now; second++) put(line, second, node);
        }
    }

    private static void put(Series line, long second, ProcessTree.Node node) {
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        line.second[slot] = second;
        for (Resource resource : Resource.values()) {
            line.values[resource.ordinal()][slot] = (float) node.sum(resource);
        }
    }

    private static Set<ProcessKey> remembered(List<ProcessTree.Node> nodes, Set<ProcessKey> keep) {
        Set<ProcessKey> keys = new HashSet<>(keep);
        for (Resource resource : Resource.values()) {
            nodes.stream()
                    .filter(node -> node.sum(resource) > 0)
                    .sorted(Comparator.comparingDouble((ProcessTree.Node node) -> node.sum(resource))
                            .reversed())
                    .limit(LARGEST)
                    .forEach(node -> keys.add(node.key()));
        }
        return keys;
    }

    /**
     * {@return the last minute in columns, the newest last: the largest value of each, NaN where nothing is known}
     *
     * @param columns how many, a divisor of 60 for columns of equal length
     */
    double[] last(@Nullable ProcessKey key, Resource resource, int columns) {
        double[] shown = new double[columns];
        Arrays.fill(shown, Double.NaN);
        Series line = key == null ? null : series.get(key);
        if (line == null) return shown;
        for (int slot = 0; slot < SECONDS; slot++) {
            long age = newest - line.second[slot];
            float value = line.values[resource.ordinal()][slot];
            if (age < 0 || age >= SECONDS || Float.isNaN(value)) continue;
            int column = columns - 1 - (int) (age * columns / SECONDS);
            shown[column] = Double.isNaN(shown[column]) ? value : Math.max(shown[column], value);
        }
        return shown;
    }

    int size() {
        return series.size();
    }
}
