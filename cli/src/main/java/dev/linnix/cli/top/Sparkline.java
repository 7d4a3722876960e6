package dev.linnix.cli.top;

import java.util.Arrays;
import java.util.List;

/** A row of bars for a row of values. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * Draws one column for each value.
     *
     * @param values NaN where nothing is known, which is left blank
     * @param full what makes a full bar
     */
    static String of(double[] values, double full) {
        StringBuilder line = new StringBuilder(values.length);
        for (double value : values) {
            if (Double.isNaN(value)) line.append(' ');
            else line.append(BARS.charAt(Math.clamp(Math.round(value / full * 7), 0, 7)));
        }
        return line.toString();
    }

    /** {@return what makes a full bar, so that rows of values can be compared; never so little that noise looks tall} */
    static double full(Resource resource, List<double[]> rows) {
        return rows.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(value -> !Double.isNaN(value))
                .reduce(least(resource), Math::max);
    }

    /** {@return how much a full bar is, for people} */
    static String scale(Resource resource, double full) {
        return BARS.charAt(BARS.length() - 1) + "=" + resource.show(full);
    }

    private static double least(Resource resource) {
        return switch (resource) {
            case CPU -> 25;
            case MEMORY -> 16 << 20;
            case FORKS -> 10;
            case FDS -> 64;
        };
    }
}
