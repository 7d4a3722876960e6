package dev.linnix.agent.metrics;

import static dev.linnix.agent.metrics.MetricFamily.counter;
import static dev.linnix.agent.metrics.MetricFamily.gauge;

import java.util.List;
import java.util.Locale;

/** What evidence was collected, what was not, and the space it takes. */
final class EvidenceMetrics {
    private EvidenceMetrics() {}

    static List<MetricFamily> all() {
        return List.of(
                gauge(
                        "linnix_evidence_on",
                        "Whether evidence is collected when an incident opens: 1 yes, 0 no; `/readyz` says why not.",
                        from -> from.evidence().collecting().on() ? 1 : 0),
                counter(
                        "linnix_evidence_bundles_total",
                        "Incidents of which evidence was kept.",
                        from -> from.evidence().collecting().bundles()),
                counter(
                        "linnix_evidence_archives_total",
                        "Archives written: a bundle has up to three.",
                        from -> from.evidence().collecting().archives()),
                gauge(
                        "linnix_evidence_running",
                        "Archives being made now.",
                        from -> from.evidence().collecting().running()),
                counter(
                        "linnix_evidence_skipped_total",
                        List.of("reason"),
                        "Incidents of which no evidence was kept, or an archive that was to follow and did not, by reason.",
                        (from, to) -> from.evidence()
                                .collecting()
                                .skipped()
                                .forEach((reason, count) -> to.add(count, reason.label()))),
                counter(
                        "linnix_evidence_stuck_collectors_total",
                        "Collectors left behind because nothing could end them.",
                        from -> from.evidence().stuckCollectors()),
                counter(
                        "linnix_evidence_stuck_helpers_total",
                        "Helper processes left behind because nothing could end them.",
                        from -> from.evidence().stuckHelpers()),
                gauge(
                        "linnix_space_budget_bytes",
                        "What everything the agent keeps on disk may take.",
                        from -> from.evidence().space().budget()),
                gauge(
                        "linnix_space_slice_bytes",
                        List.of("slice"),
                        "Parts of the budget that are set apart.",
                        (from, to) -> from.evidence()
                                .space()
                                .slices()
                                .forEach((slice, bytes) -> to.add(bytes, slice))),
                gauge(
                        "linnix_space_kept_bytes",
                        "What bundles take on disk.",
                        from -> from.evidence().space().kept()),
                gauge(
                        "linnix_space_pinned_bytes",
                        "What pinned bundles take of it.",
                        from -> from.evidence().space().pinned()),
                gauge(
                        "linnix_space_claimed_bytes",
                        "Reserved for what is being collected.",
                        from -> from.evidence().space().claimed()),
                gauge(
                        "linnix_space_bundles",
                        "Bundles on disk.",
                        from -> from.evidence().space().items()),
                counter(
                        "linnix_space_deleted_total",
                        List.of("reason"),
                        "Bundles deleted to keep a limit, by the limit.",
                        (from, to) -> from.evidence()
                                .space()
                                .deleted()
                                .forEach((reason, count) ->
                                        to.add(count, reason.name().toLowerCase(Locale.ROOT)))),
                counter(
                        "linnix_space_refused_total",
                        "Times no room could be made.",
                        from -> from.evidence().space().refused()),
                counter(
                        "linnix_space_failed_deletions_total",
                        "Bundles that could not be deleted.",
                        from -> from.evidence().space().failures()));
    }
}
