package dev.linnix.agent.metrics;

import static dev.linnix.agent.metrics.MetricFamily.counter;
import static dev.linnix.agent.metrics.MetricFamily.gauge;

import java.util.List;

/** What evidence was collected, and what was not. */
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
                        from -> from.evidence().stuckHelpers()));
    }
}
