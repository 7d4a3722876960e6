package dev.linnix.agent.metrics;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One metric: all that is said of it, and what it is read from.
 *
 * @param name in full, as in the Prometheus text format
 * @param type of it
 * @param labels of each of its series, in order
 * @param help one sentence
 * @param reader adds its series
 */
record MetricFamily(String name, Type type, List<String> labels, String help, Reader reader) {
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM;

        /** {@return the word of the exposition formats} */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a metric. */
    @FunctionalInterface
    interface Reader {
        void read(Readings from, Points to);
    }

    /** {@return a counter without labels} */
    static MetricFamily counter(String name, String help, ToDoubleFunction<Readings> value) {
        return counter(name, List.of(), help, (from, to) -> to.add(value.applyAsDouble(from)));
    }

    static MetricFamily counter(String name, List<String> labels, String help, Reader reader) {
        return new MetricFamily(name, Type.COUNTER, labels, help, reader);
    }

    /** {@return a gauge without labels} */
    static MetricFamily gauge(String name, String help, ToDoubleFunction<Readings> value) {
        return gauge(name, List.of(), help, (from, to) -> to.add(value.applyAsDouble(from)));
    }

    static MetricFamily gauge(String name, List<String> labels, String help, Reader reader) {
        return new MetricFamily(name, Type.GAUGE, labels, help, reader);
    }

    static MetricFamily histogram(String name, String help, Reader reader) {
        return new MetricFamily(name, Type.HISTOGRAM, List.of(), help, reader);
    }
}
