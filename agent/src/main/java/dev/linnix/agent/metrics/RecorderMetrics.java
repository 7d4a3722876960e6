package dev.linnix.agent.metrics;

import static dev.linnix.agent.metrics.MetricFamily.counter;
import static dev.linnix.agent.metrics.MetricFamily.gauge;

import dev.linnix.agent.recorder.RecorderStatus;
import java.time.Instant;
import java.util.List;

/** What is recorded, and what that costs. What is left out is in the list of losses, as of hop {@code recorder}. */
final class RecorderMetrics {
    private static final double NS = 1e-9;
    private static final double MS = 1e-3;

    private RecorderMetrics() {}

    static List<MetricFamily> all() {
        return List.of(
                gauge(
                        "linnix_recorder_on",
                        "Whether the engine's inputs are being recorded: 1 yes, 0 no; `/recorder` says why not.",
                        from -> from.recorder().on() ? 1 : 0),
                gauge(
                        "linnix_recorder_segments",
                        "Segments of the recording on disk.",
                        from -> from.recorder().segments()),
                gauge(
                        "linnix_recorder_size_bytes",
                        "Bytes the segments take on disk.",
                        from -> from.recorder().bytes()),
                gauge(
                        "linnix_recorder_oldest_time_seconds",
                        List.of(),
                        "Time of the oldest that is recorded, seconds since 1970-01-01 UTC; no series when nothing is.",
                        RecorderMetrics::oldest),
                counter(
                        "linnix_recorder_records_total",
                        "Inputs of the engine written to the recording; those left out are in `linnix_lost_total`, of hop"
                                + " `recorder`.",
                        from -> from.recorder().records()),
                counter(
                        "linnix_recorder_written_bytes_total",
                        "Bytes written to segments, compressed.",
                        from -> from.recorder().writtenBytes()),
                counter(
                        "linnix_recorder_dropped_bytes_total",
                        List.of("reason"),
                        "Bytes of the inputs left out, by reason.",
                        (from, to) -> from.recorder().dropped().forEach(drop -> to.add(drop.bytes(), drop.reason()))),
                counter(
                        "linnix_recorder_gaps_total",
                        "Times that inputs were left out of the recording.",
                        from -> from.recorder().gaps()),
                counter(
                        "linnix_recorder_cpu_seconds_total",
                        "CPU of the recorder's thread: redacting, compressing, writing.",
                        from -> from.recorder().cpuNs() * NS));
    }

    private static void oldest(Readings from, Points to) {
        RecorderStatus recorder = from.recorder();
        Instant oldest = recorder.oldest();
        if (oldest != null) to.add(oldest.toEpochMilli() * MS);
    }
}
