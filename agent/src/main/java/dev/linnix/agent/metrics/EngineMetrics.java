package dev.linnix.agent.metrics;

import static dev.linnix.agent.metrics.MetricFamily.counter;
import static dev.linnix.agent.metrics.MetricFamily.gauge;
import static dev.linnix.agent.metrics.MetricFamily.histogram;

import java.util.List;
import java.util.Locale;

/** What the engine is given, what it knows, and what it finds. */
final class EngineMetrics {
    private static final double PERCENT = 0.01;

    private EngineMetrics() {}

    static List<MetricFamily> all() {
        return List.of(
                counter(
                        "linnix_records_produced_total",
                        List.of("type"),
                        "Records the kernel made, lost ones included; at rest equal to delivered and lost ones together.",
                        (from, to) -> Readings.LIFECYCLE.forEach(type -> to.add(produced(from, type), type))),
                counter(
                        "linnix_records_delivered_total",
                        List.of("type"),
                        "Records the engine has taken, by type; those of snapshots, pressure and time included.",
                        (from, to) -> from.status().delivered().forEach((type, count) -> to.add(count, type))),
                counter(
                        "linnix_lost_total",
                        List.of("hop", "kind", "reason"),
                        "Everything lost, by the place where it was lost, what it was, and why.",
                        EngineMetrics::lost),
                counter(
                        "linnix_incomplete_total",
                        List.of("reason"),
                        "Times something could be told in part only, by reason; begins anew when its source is opened "
                                + "again.",
                        (from, to) -> from.agent()
                                .snapshots()
                                .incompleteByReason()
                                .forEach((reason, count) -> to.add(count, reason))),
                gauge(
                        "linnix_loss_ratio",
                        "Part of the kernel's process events of the last 30 s that was lost, 0 to 1.",
                        from -> from.status().lossPercent() * PERCENT),
                counter(
                        "linnix_evictions_total",
                        List.of("table"),
                        "Entries forgotten for their age or number: ended processes (what they caused stays counted), "
                                + "alerts, incidents, alerts of an incident, series of rules, frames kept for readers that "
                                + "come back, group ids, paths of cgroups.",
                        EngineMetrics::evicted),
                counter(
                        "linnix_rule_alerts_total",
                        List.of("rule", "severity"),
                        "Times the rule fired, reopened alerts included.",
                        (from, to) -> from.engine()
                                .alerts()
                                .rules()
                                .forEach(rule -> to.add(rule.fired(), rule.rule(), severity(rule)))),
                gauge(
                        "linnix_rule_alerts_firing",
                        List.of("rule", "severity"),
                        "Alerts of the rule firing now.",
                        (from, to) -> from.engine()
                                .alerts()
                                .rules()
                                .forEach(rule -> to.add(rule.firing(), rule.rule(), severity(rule)))),
                gauge(
                        "linnix_alerts_pending",
                        "Conditions that hold and have not lasted long enough to fire.",
                        from -> from.status().pending()),
                histogram(
                        "linnix_detection_latency_seconds",
                        "Time from the event time at which an alert fired to the alert leaving the engine; the rule's "
                                + "own window and duration come before.",
                        (from, to) -> to.buckets(from.engine().alerts().latency())),
                gauge(
                        "linnix_table_processes",
                        List.of("state"),
                        "Processes in the engine's table: live, zombie (ended, not reaped), ended (remembered, zombies "
                                + "included).",
                        (from, to) -> {
                            to.add(from.status().live(), "live");
                            to.add(from.status().zombies(), "zombie");
                            to.add(from.status().tombstones(), "ended");
                        }),
                gauge(
                        "linnix_table_capacity_processes",
                        "Most processes the table remembers, ended ones included.",
                        from -> from.status().tableCapacity()),
                counter(
                        "linnix_repairs_total",
                        List.of("kind"),
                        "What the engine put right: a birth or an end that only a snapshot showed, an end told twice, "
                                + "a record older than event time.",
                        (from, to) -> {
                            to.add(from.status().repairedBirths(), "missed_birth");
                            to.add(from.status().inferredExits(), "missed_end");
                            to.add(from.status().duplicateExits(), "repeated_end");
                            to.add(from.status().early(), "early_record");
                        }));
    }

    private static long produced(Readings from, String type) {
        return from.status().produced().getOrDefault(type, 0L);
    }

    private static String severity(AlertCounts.RuleCount rule) {
        return rule.severity().name().toLowerCase(Locale.ROOT);
    }

    private static void lost(Readings from, Points to) {
        for (Loss loss : from.losses()) {
            if (!loss.evicted()) to.add(loss.count(), loss.hop(), loss.kind(), loss.reason());
        }
    }

    private static void evicted(Readings from, Points to) {
        to.add(from.status().folded(), "processes");
        to.add(from.engine().alerts().evicted(), "metric_series");
        for (Loss loss : from.losses()) {
            if (loss.evicted()) to.add(loss.count(), loss.kind());
        }
    }
}
