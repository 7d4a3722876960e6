package dev.linnix.engine.table;

import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.StateIo;
import org.jspecify.annotations.Nullable;

/**
 * A kind of event that rules have counted for each process, besides births and CPU time. Equal ones share a counter; at
 * most {@link Measures#TALLIES} different ones are counted at a time. Immutable.
 */
public sealed interface Tally {
    /**
     * Programs that ended soon after they were started.
     *
     * @param limitNs longest time from the last exec to the end, ns
     */
    record ShortJobs(long limitNs) implements Tally {}

    /**
     * Runs of programs whose name matches, see {@link Runs}.
     *
     * @param regex regular expression in the syntax of RE2, sought in the command name and in the path of the executable
     * @param lifetimeSeconds a run that takes no more whole seconds than this is brief
     */
    record Matching(String regex, int lifetimeSeconds) implements Tally {}

    /** Writes a tally and returns the same, or returns the one read; null for none. */
    static @Nullable Tally state(StateIo io, @Nullable Tally tally) {
        int kind = switch (tally) {
            case null -> 0;
            case ShortJobs _ -> 1;
            case Matching _ -> 2;
        };
        return switch (io.i32(kind)) {
            case 0 -> null;
            case 1 -> new ShortJobs(io.i64(tally instanceof ShortJobs jobs ? jobs.limitNs() : 0));
            case 2 -> {
                Matching matching = tally instanceof Matching present ? present : new Matching("", 0);
                yield new Matching(io.text(matching.regex()), io.i32(matching.lifetimeSeconds()));
            }
            default -> throw new MalformedStateException("expected a tally");
        };
    }
}
