package dev.linnix.cli.replay;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a replay says against what was recorded, line by line, up to the first difference. A recording has a line at
 * most a second after its cause, so few wait for their counterpart. Not thread-safe.
 */
final class Comparison {
    private static final int MOST_WAITING = 100_000;
    /** Characters of all that wait; what an agent says in a second is far less. */
    private static final long MOST_TEXT = 32L << 20;

    private final Deque<String> recorded = new ArrayDeque<>();
    private final Deque<String> replayed = new ArrayDeque<>();
    private long equal;
    private long text;
    private @Nullable String gap;
    private @Nullable List<String> difference;

    /** Takes what the agent said at the time. */
    void recorded(String line) {
        take(line, recorded);
    }

    /** Takes what the replay says. */
    void replayed(String line) {
        take(line, replayed);
    }

    /** Notes that inputs are missing here: what is said from now on may differ because of that. */
    void missing(Instant from, Instant to, String reason) {
        gap = "  before that inputs from " + from + " to " + to + " are missing (" + reason
                + "), so the agent knew what the recording does not";
    }

    private void take(String line, Deque<String> side) {
        if (difference != null) return;
        side.add(line);
        text += line.length();
        String then = recorded.peek();
        String now = replayed.peek();
        if (then == null || now == null) {
            if (side.size() > MOST_WAITING || text > MOST_TEXT) differ(then, now);
            return;
        }
        if (!then.equals(now)) {
            differ(then, now);
            return;
        }
        recorded.remove();
        replayed.remove();
        text -= then.length() + now.length();
        equal++;
    }

    /**
     * Ends the comparison.
     *
     * @param whole whether the recording is; of one that breaks off the last lines may be missing
     */
    void end(boolean whole) {
        if (difference != null) return;
        if (!recorded.isEmpty() || (whole && !replayed.isEmpty())) differ(recorded.peek(), replayed.peek());
    }

    private void differ(@Nullable String then, @Nullable String now) {
        List<String> lines = new ArrayList<>();
        lines.add("linnix: after " + equal + " equal lines the replay says something else than was recorded");
        lines.add("  recorded: " + (then == null ? "nothing" : then));
        lines.add("  replayed: " + (now == null ? "nothing" : now));
        if (gap != null) lines.add(gap);
        difference = List.copyOf(lines);
        recorded.clear();
        replayed.clear();
    }

    /** {@return how many lines were equal before the first difference} */
    long equal() {
        return equal;
    }

    /** {@return the first difference, in lines for people; empty when there is none} */
    List<String> difference() {
        return difference == null ? List.of() : difference;
    }
}
