package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector.Cost;
import dev.linnix.agent.evidence.Collector.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a collector says of itself; see {@link dev.linnix.agent.evidence.Collector} for each. */
record Facts(
        String name,
        String summary,
        Stage stage,
        Set<String> sets,
        boolean after,
        Duration timeout,
        long mostBytes,
        List<String> needs,
        Cost cost) {

    static final String DEFAULT = "default";
    static final String MEMORY = "memory";
    static final String SMB = "smb";

    /** Reads some files: within two seconds, at most 1 MB. */
    static Facts of(Stage stage, String name, String summary) {
        return new Facts(
                name, summary, stage, Set.of(DEFAULT), false, Duration.ofSeconds(2), 1 << 20, List.of(), Cost.LOW);
    }

    Facts in(String... names) {
        return new Facts(name, summary, stage, Set.of(names), after, timeout, mostBytes, needs, cost);
    }

    Facts again() {
        return new Facts(name, summary, stage, sets, true, timeout, mostBytes, needs, cost);
    }

    Facts within(Duration longest) {
        return new Facts(name, summary, stage, sets, after, longest, mostBytes, needs, cost);
    }

    Facts most(long bytes) {
        return new Facts(name, summary, stage, sets, after, timeout, bytes, needs, cost);
    }

    Facts needing(String... capabilities) {
        return new Facts(name, summary, stage, sets, after, timeout, mostBytes, List.of(capabilities), cost);
    }

    Facts costing(Cost other) {
        return new Facts(name, summary, stage, sets, after, timeout, mostBytes, needs, other);
    }
}
