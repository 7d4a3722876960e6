package dev.linnix.agent;

import dev.linnix.agent.loop.Supervised.Health;
import dev.linnix.engine.record.SensorStatus;
import java.util.List;
import java.util.stream.Collectors;

/** What an agent without its kernel sensors cannot see, in words for whoever started it. */
final class Blindness {
    private Blindness() {}

    /** {@return one paragraph; empty when every required sensor is on} */
    static String paragraph(List<Health> sensors) {
        String missing = sensors.stream()
                .filter(sensor -> sensor.required() && sensor.status() != SensorStatus.ON)
                .filter(sensor -> sensor.reason() != null)
                .map(sensor -> sensor.name() + " (" + sensor.reason() + ")")
                .collect(Collectors.joining(", "));
        if (missing.isEmpty()) return "";
        return "Running without kernel sensors: " + missing
                + ". Processes are read from /proc every few seconds instead,"
                + " so forks, short-lived processes and exits between two readings are not seen, and of other users'"
                + " processes open files are not counted. To grant what is missing run the agent as root, or give it"
                + " CAP_BPF and CAP_PERFMON: as a service with AmbientCapabilities=CAP_BPF CAP_PERFMON, by hand with"
                + " setpriv --ambient-caps +bpf,+perfmon --inh-caps +bpf,+perfmon --reuid USER, or on a copy of the"
                + " java launcher with setcap cap_bpf,cap_perfmon+ep. /readyz answers 503 until then.";
    }
}
