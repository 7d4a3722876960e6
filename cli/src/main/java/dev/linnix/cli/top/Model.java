package dev.linnix.cli.top;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known of the agent: its last answer, what a minute of answers made, and since when it is silent. Not thread-safe. */
final class Model {
    private final String agent;
    private final Duration interval;
    private final History history;
    private @Nullable Sample sample;
    private ProcessTree tree = ProcessTree.of(List.of(), List.of());
    private List<Incident> incidents = List.of();
    private @Nullable Instant silentSince;
    private @Nullable String failure;

    /**
     * Creates one that knows nothing.
     *
     * @param agent whom it is about, for people
     * @param interval between readings
     */
    Model(String agent, Duration interval) {
        this.agent = agent;
        this.interval = interval;
        this.history = new History(interval);
    }

    /** Takes what came of asking. Without an answer everything stays as it was last known. */
    void accept(Reading reading) {
        Sample answer = reading.sample();
        if (answer == null) {
            if (silentSince == null) silentSince = reading.time();
            failure = reading.failure();
            return;
        }
        silentSince = null;
        failure = null;
        sample = answer;
        incidents = Incident.of(answer.incidents());
        tree = ProcessTree.of(answer.processes(), pathsOfFiring());
        history.add(answer.time(), tree, culprits());
    }

    private List<List<Answers.Ref>> pathsOfFiring() {
        List<List<Answers.Ref>> paths = new ArrayList<>();
        for (Incident incident : incidents) {
            Answers.Offender offender = incident.offender();
            if (incident.firing() && offender != null) paths.add(offender.path());
        }
        return paths;
    }

    private Set<ProcessKey> culprits() {
        Set<ProcessKey> culprits = new HashSet<>();
        for (Incident incident : incidents) {
            ProcessKey culprit = incident.culprit();
            if (culprit != null) culprits.add(culprit);
        }
        return culprits;
    }

    String agent() {
        return agent;
    }

    @Nullable
    Sample sample() {
        return sample;
    }

    ProcessTree tree() {
        return tree;
    }

    /** {@return firing ones first, then the newest first} */
    List<Incident> incidents() {
        return incidents;
    }

    History history() {
        return history;
    }

    /** {@return since when there has been no answer; null while there is one} */
    @Nullable
    Instant silentSince() {
        return silentSince;
    }

    /** {@return why there is no answer; null while there is one} */
    @Nullable
    String failure() {
        return failure;
    }

    /** {@return whether the last answer is older than it should be, though no question has failed yet} */
    boolean late(Instant now) {
        return sample != null
                && Duration.between(sample.time(), now)
                                .compareTo(interval.multipliedBy(2).plusSeconds(2))
                        > 0;
    }

    /** {@return the incident of an id, or the first; null when there is none} */
    @Nullable
    Incident incident(@Nullable String id) {
        for (Incident incident : incidents) if (incident.id().equals(id)) return incident;
        return incidents.isEmpty() ? null : incidents.getFirst();
    }

    /** {@return the incident whose culprit the tree shows: the one chosen, or the newest; null unless it is firing} */
    @Nullable
    Incident focus(@Nullable String chosen) {
        Incident incident = incident(chosen);
        if (incident != null && incident.firing()) return incident;
        return incidents.isEmpty() || !incidents.getFirst().firing() ? null : incidents.getFirst();
    }
}
