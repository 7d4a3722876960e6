package dev.linnix.engine.table;

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
}
