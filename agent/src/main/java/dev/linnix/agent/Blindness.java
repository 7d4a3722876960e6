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
        List<Health> off = sensors.stream()
                .filter(sensor -> sensor.required() && sensor.status() != SensorStatus.ON)
                .filter(sensor -> sensor.reason() != null)
                .toList();
        if (off.isEmpty()) return "";
        String missing = off.stream()
                .map(sensor -> sensor.name() + " (" + reason(sensor, off.getFirst()) + ")")
                .collect(Collectors.joining(", "));
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

    /** {@return why it is off; what is wrong with all of them, such as a missing right, is said once} */
    private static String reason(Health sensor, Health first) {
        String reason = String.valueOf(sensor.reason());
        boolean same = reason.replace(sensor.name(), first.name()).equals(first.reason());
        return !sensor.equals(first) && same ? "likewise" : reason;
    }
}
