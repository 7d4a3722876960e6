package dev.linnix.agent.metrics;

import static dev.linnix.agent.metrics.MetricFamily.counter;
import static dev.linnix.agent.metrics.MetricFamily.gauge;

import dev.linnix.agent.space.Deletion;
import java.util.List;

/** How much of the disk the agent may take and takes, in bytes of allocated blocks. */
final class SpaceMetrics {
    private SpaceMetrics() {}

    static List<MetricFamily> all() {
        return List.of(
                gauge(
                        "linnix_space_ok",
                        "Whether there is room for evidence: 1 yes, 0 no; `/readyz` says why not.",
                        from -> from.space().problem() == null ? 1 : 0),
                gauge(
                        "linnix_space_budget_bytes",
                        "Bytes of disk that all files of the agent may take.",
                        from -> from.space().budget()),
                gauge(
                        "linnix_space_slice_bytes",
                        List.of("slice"),
                        "Bytes of the budget set apart for what keeps its own bound.",
                        (from, to) -> from.space().slices().forEach((name, bytes) -> to.add(bytes, name))),
                gauge(
                        "linnix_space_share_bytes",
                        "Bytes of the budget that the slices leave for evidence.",
                        from -> from.space().share()),
                gauge(
                        "linnix_space_kept_bytes",
                        "Bytes of disk that finished evidence takes.",
                        from -> from.space().kept()),
                gauge(
                        "linnix_space_pinned_bytes",
                        "Bytes of disk that pinned evidence takes.",
                        from -> from.space().pinned()),
                gauge(
                        "linnix_space_claimed_bytes",
                        "Bytes of disk reserved for evidence that is being collected.",
                        from -> from.space().claimed()),
                gauge(
                        "linnix_space_bundles",
                        "Bundles of evidence on disk.",
                        from -> from.space().items()),
                counter(
                        "linnix_space_deleted_total",
                        List.of("reason"),
                        "Bundles deleted to keep the limits, by reason: budget, age, count, floor.",
                        (from, to) -> {
                            for (Deletion.Reason reason : Deletion.Reason.values()) {
                                to.add(from.space().deleted().getOrDefault(reason, 0L), reason.word());
                            }
                        }),
                counter(
                        "linnix_space_deleted_bytes_total",
                        "Bytes of disk that became free by these deletions.",
                        from -> from.space().deletedBytes()),
                counter(
                        "linnix_space_failed_deletions_total",
                        "Bundles that could not be deleted.",
                        from -> from.space().failures()),
                counter(
                        "linnix_space_refused_total",
                        "Times that no room could be made for evidence.",
                        from -> from.space().refused()));
    }
}
