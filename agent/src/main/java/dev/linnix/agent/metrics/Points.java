package dev.linnix.agent.metrics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the series of one metric while it is read. Confined to one thread. */
final class Points {
    /**
     * One series.
     *
     * @param labelValues in the order of the metric's labels
     */
    record Point(List<String> labelValues, double value) {}

    private final List<Point> points = new ArrayList<>();
    private LatencyHistogram.@Nullable Copy histogram;

    /** Adds a series. */
    void add(double value, String... labelValues) {
        points.add(new Point(List.of(labelValues), value));
    }

    /** Adds a series that is 1 when something holds and 0 when not. */
    void flag(boolean holds, String... labelValues) {
        add(holds ? 1 : 0, labelValues);
    }

    /** Sets the buckets of a histogram without labels. */
    void buckets(LatencyHistogram.Copy copy) {
        histogram = copy;
    }

    List<Point> list() {
        return points;
    }

    LatencyHistogram.@Nullable Copy histogram() {
        return histogram;
    }
}
