package dev.linnix.agent.metrics;

import dev.linnix.agent.metrics.Points.Point;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Metrics as they were at one moment, and the page made of them. Immutable. */
final class Exposition {
    private static final String TOTAL = "_total";

    private final MetricSnapshots snapshots;
    private final List<MetricFamily> empty = new ArrayList<>();

    /** Reads every metric. */
    Exposition(Readings readings) {
        List<MetricSnapshot> list = new ArrayList<>();
        Catalogue.families().forEach(family -> {
            Points points = new Points();
            family.reader().read(readings, points);
            if (points.list().isEmpty() && points.histogram() == null) empty.add(family);
            else list.add(snapshot(family, points));
        });
        this.snapshots = new MetricSnapshots(list);
    }

    private static MetricSnapshot snapshot(MetricFamily family, Points points) {
        return switch (family.type()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter =
                        CounterSnapshot.builder().name(family.name()).help(family.help());
                for (Point point : points.list()) {
                    counter.dataPoint(CounterDataPointSnapshot.builder()
                            .value(point.value())
                            .labels(labels(family, point))
                            .build());
                }
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge =
                        GaugeSnapshot.builder().name(family.name()).help(family.help());
                for (Point point : points.list()) {
                    gauge.dataPoint(GaugeDataPointSnapshot.builder()
                            .value(point.value())
                            .labels(labels(family, point))
                            .build());
                }
                yield gauge.build();
            }
            case HISTOGRAM -> {
                HistogramSnapshot.Builder histogram =
                        HistogramSnapshot.builder().name(family.name()).help(family.help());
                LatencyHistogram.Copy copy = points.histogram();
                if (copy != null) {
                    histogram.dataPoint(HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(ClassicHistogramBuckets.of(copy.bounds(), copy.counts()))
                            .sum(copy.sum())
                            .build());
                }
                yield histogram.build();
            }
        };
    }

    private static Labels labels(MetricFamily family, Point point) {
        return point.labelValues().isEmpty() ? Labels.EMPTY : Labels.of(family.labels(), point.labelValues());
    }

    /** {@return the page in one form, UTF-8} */
    byte[] page(Format format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            // The library leaves out what has no series, yet a reader wants to know what it may wait for.
            for (MetricFamily family : empty) out.write(header(family, format).getBytes(StandardCharsets.UTF_8));
            format.writer().write(out, snapshots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String header(MetricFamily family, Format format) {
        // OpenMetrics speaks of the family, whose counter's name has no suffix.
        boolean cut = format == Format.OPEN_METRICS && family.name().endsWith(TOTAL);
        String name = cut ? family.name().substring(0, family.name().length() - TOTAL.length()) : family.name();
        return "# HELP " + name + " " + family.help() + "\n# TYPE " + name + " "
                + family.type().word() + "\n";
    }
}
