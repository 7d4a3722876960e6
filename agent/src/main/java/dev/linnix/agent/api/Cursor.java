package dev.linnix.agent.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader has come, as the id of its last event says. Both streams use the same ids, so that one may be left for
 * the other.
 *
 * @param run of the agent: numbers begin anew with each
 * @param events number of the last process event, {@link #NEW} when it has seen none
 * @param alerts number of the last change of an alert
 */
record Cursor(String run, long events, long alerts) {
    /** Where a reader begins that has seen nothing: at what comes next. */
    static final long NEW = -1;

    private static final Pattern SHAPE = Pattern.compile("([0-9a-z]{1,16})\\.(\\d{1,18}|_)\\.(\\d{1,18}|_)");

    /** {@return what an id says, null when it is none of ours} */
    static @Nullable Cursor parse(String id) {
        Matcher shape = SHAPE.matcher(id);
        return shape.matches() ? new Cursor(shape.group(1), number(shape.group(2)), number(shape.group(3))) : null;
    }

    private static long number(String text) {
        return text.equals("_") ? NEW : Long.parseLong(text);
    }

    private static String text(long number) {
        return number == NEW ? "_" : String.valueOf(number);
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return run + "." + text(events) + "." + text(alerts);
    }
}
