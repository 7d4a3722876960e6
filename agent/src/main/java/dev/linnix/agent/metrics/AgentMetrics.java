package dev.linnix.agent.metrics;

import static dev.linnix.agent.metrics.MetricFamily.counter;
import static dev.linnix.agent.metrics.MetricFamily.gauge;

import dev.linnix.agent.loop.Supervised.Health;
import dev.linnix.kernel.CpuTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How the parts of the agent are, and what they cost. */
final class AgentMetrics {
    private static final String GIVEN_UP = "given_up";
    private static final List<String> SENSOR_STATES = List.of("on", "off", "failed", GIVEN_UP);
    private static final List<String> RESPONDER_STATES = List.of("on", "failed", GIVEN_UP);
    private static final double NS = 1e-9;
    private static final double MS = 1e-3;

    private AgentMetrics() {}

    static List<MetricFamily> all() {
        double started = ProcessHandle.current()
                .info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(ms -> ms * MS)
                .orElse(Double.NaN);
        return List.of(
                gauge(
                        "linnix_build_info",
                        List.of("version"),
                        "The agent's version; always 1.",
                        (from, to) -> to.add(1, from.agent().version())),
                gauge(
                        "linnix_sensor_state",
                        List.of("sensor", "state"),
                        "How each source of records is: 1 for the state it is in (on, off, failed, given_up), 0 for the "
                                + "others.",
                        (from, to) -> from.agent()
                                .sensors()
                                .forEach(sensor -> SENSOR_STATES.forEach(
                                        state -> to.flag(state.equals(state(sensor)), sensor.name(), state)))),
                gauge(
                        "linnix_sensor_required",
                        List.of("sensor"),
                        "Whether the agent is ready only while this source is on.",
                        (from, to) ->
                                from.agent().sensors().forEach(sensor -> to.flag(sensor.required(), sensor.name()))),
                counter(
                        "linnix_sensor_restarts_total",
                        List.of("sensor"),
                        "Times a source was opened again after a failure.",
                        (from, to) ->
                                from.agent().sensors().forEach(sensor -> to.add(sensor.restarts(), sensor.name()))),
                counter(
                        "linnix_sensor_cpu_seconds_total",
                        List.of("sensor"),
                        "CPU the agent spent on a source, reading and applying; lifecycle is the rest of the engine's "
                                + "thread: its records, the rules and queries.",
                        AgentMetrics::cost),
                gauge(
                        "linnix_ring_size_bytes",
                        "Size of the ring the kernel's records come through.",
                        from -> from.agent().ringBytes()),
                gauge(
                        "linnix_ring_fill_bytes",
                        "Bytes that waited in the ring when the engine last looked.",
                        from -> from.agent().engine().fillBytes()),
                gauge(
                        "linnix_ring_highest_fill_bytes",
                        "Most bytes that waited in the ring since the start.",
                        from -> from.agent().engine().highestFillBytes()),
                counter(
                        "linnix_snapshots_total",
                        "Complete snapshots of all tasks applied.",
                        from -> from.status().snapshots()),
                gauge(
                        "linnix_snapshot_period_seconds",
                        "Time between snapshots in force.",
                        from -> from.agent().snapshots().periodNs() * NS),
                gauge(
                        "linnix_snapshot_cost_seconds",
                        "CPU one snapshot takes, reading and applying, moving average; 0 while not known.",
                        from -> from.agent().snapshots().costNs() * NS),
                counter(
                        "linnix_responder_alerts_total",
                        List.of("responder", "outcome"),
                        "Changes of alerts handed to a responder: delivered, dropped (its queue was full), failed.",
                        (from, to) -> from.agent().responders().health().forEach(responder -> {
                            to.add(responder.delivered(), responder.name(), "delivered");
                            to.add(responder.dropped(), responder.name(), "dropped");
                            to.add(responder.failed(), responder.name(), "failed");
                        })),
                gauge(
                        "linnix_responder_state",
                        List.of("responder", "state"),
                        "How each responder is: 1 for the state it is in (on, failed, given_up), 0 for the others.",
                        (from, to) -> from.agent()
                                .responders()
                                .health()
                                .forEach(responder -> RESPONDER_STATES.forEach(
                                        state -> to.flag(state.equals(responder.state()), responder.name(), state)))),
                gauge(
                        "linnix_rules_active",
                        "Rules in force.",
                        from -> from.status().rules()),
                counter(
                        "linnix_rules_reloads_total",
                        "Times other rules came into force.",
                        from -> from.agent().rules().status().reloads()),
                gauge(
                        "linnix_rules_rejected",
                        "Whether the rules file as it is now was rejected, so that older rules are in force.",
                        from -> from.agent().rules().status().lastRejected() ? 1 : 0),
                gauge(
                        "linnix_blind_seconds",
                        "Time nobody watched before this start, because the agent before did not end in good order.",
                        from -> from.agent()
                                .heartbeat()
                                .blind()
                                .map(blind -> Duration.between(blind.from(), blind.to())
                                                .toMillis()
                                        * MS)
                                .orElse(0.0)),
                counter(
                        "process_cpu_seconds_total",
                        "CPU the agent has used since its start.",
                        from -> CpuTime.processNs() * NS),
                gauge(
                        "process_resident_memory_bytes",
                        List.of(),
                        "Resident memory of the agent.",
                        LinnixMetrics::resident),
                gauge(
                        "process_start_time_seconds",
                        "When the agent started, seconds since 1970-01-01 UTC.",
                        from -> started));
    }

    private static String state(Health sensor) {
        return sensor.givenUp() ? GIVEN_UP : sensor.status().name().toLowerCase(Locale.ROOT);
    }

    private static void cost(Readings from, Points to) {
        long applied = from.agent().snapshots().appliedNs();
        to.add(Math.max(0, from.engine().cpuNs() - applied) * NS, "lifecycle");
        from.agent().snapshots().costs().forEach(cost -> to.add(cost.cpuNs() * NS, cost.sensor()));
    }
}
