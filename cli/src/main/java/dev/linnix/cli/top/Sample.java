package dev.linnix.cli.top;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knew at one moment.
 *
 * @param time when it was asked, by this host's clock
 * @param ready whether the agent sees what it should
 * @param status its account of itself
 * @param host pressure and loads; null when the agent does not tell
 * @param processes alive, and the zombies
 * @param incidents all that are remembered, no more than were asked for
 */
record Sample(
        Instant time,
        Answers.Ready ready,
        Answers.Status status,
        Answers.@Nullable Host host,
        List<Answers.Proc> processes,
        List<Answers.Incident> incidents) {}
