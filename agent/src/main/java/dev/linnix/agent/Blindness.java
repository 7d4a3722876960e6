package dev.linnix.agent;

import dev.linnix.agent.loop.Supervised.Health;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import java.util.List;
import java.util.stream.Collectors;

/** What an agent without its required sensors cannot see, in words for whoever started it. */
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
        boolean proc = sensors.stream()
                .anyMatch(sensor -> sensor.sensor() == Sensor.PROC && sensor.status() == SensorStatus.ON);
        return "Running without required sensors: " + missing + "."
                + (proc
                        ? " Processes are read from /proc every few seconds instead, so forks, short-lived processes and"
                                + " exits between two readings are not seen, and of other users' processes open files are"
                                + " not counted."
                        : "")
                + " /readyz answers 503.";
    }
}
