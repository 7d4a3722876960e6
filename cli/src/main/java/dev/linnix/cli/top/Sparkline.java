package dev.linnix.cli.top;

/** A row of bars for a row of values. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * Draws one column for each value.
     *
     * @param values NaN where nothing is known, which is left blank
     * @param least what at least makes a full bar, so that noise stays low
     */
    static String of(double[] values, double least) {
        double top = least;
        for (double value : values) top = Math.max(top, Double.isNaN(value) ? 0 : value);
        StringBuilder line = new StringBuilder(values.length);
        for (double value : values) {
            if (Double.isNaN(value)) line.append(' ');
            else line.append(BARS.charAt(Math.clamp(Math.round(value / top * 7), 0, 7)));
        }
        return line.toString();
    }

    /** {@return what makes a full bar when everything is less} */
    static double least(Resource resource) {
        return switch (resource) {
            case CPU -> 25;
            case MEMORY -> 16 << 20;
            case FORKS -> 10;
            case FDS -> 64;
        };
    }
}
