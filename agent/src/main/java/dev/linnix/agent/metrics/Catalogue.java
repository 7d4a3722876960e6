package dev.linnix.agent.metrics;

import java.util.List;
import java.util.stream.Stream;

/** Every metric there is. Immutable. */
final class Catalogue {
    /**
     * Metrics that belong together.
     *
     * @param title of their section in the reference
     */
    record Group(String title, List<MetricFamily> families) {}

    private static final List<Group> GROUPS = List.of(
            new Group("As in Linnix 0.x", LinnixMetrics.all()),
            new Group("Records, alerts and processes", EngineMetrics.all()),
            new Group("The flight recorder", RecorderMetrics.all()),
            new Group("Evidence", EvidenceMetrics.all()),
            new Group("The agent", AgentMetrics.all()));

    private Catalogue() {}

    static List<Group> groups() {
        return GROUPS;
    }

    static Stream<MetricFamily> families() {
        return GROUPS.stream().flatMap(group -> group.families().stream());
    }
}
