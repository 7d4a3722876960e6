package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.loop.Supervised.Health;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Is what all sensors lack said once, and what only one lacks for each? */
class BlindnessTest {
    private static Health off(String name, Sensor sensor, String reason) {
        return new Health(name, sensor, true, SensorStatus.FAILED, reason, 0, true);
    }

    @Test
    void aReasonTheyShareIsNotRepeated() {
        assertThat(Blindness.paragraph(List.of(
                        off("lifecycle", Sensor.LIFECYCLE, "load lifecycle: EPERM. Run it as root."),
                        off("tasks", Sensor.TASKS, "load tasks: EPERM. Run it as root."))))
                .startsWith("Running without required sensors: lifecycle (load lifecycle: EPERM. Run it as root.),"
                        + " tasks (likewise).");
    }

    @Test
    void otherReasonsAreAllSaid() {
        assertThat(Blindness.paragraph(List.of(
                        off("lifecycle", Sensor.LIFECYCLE, "no BTF"), off("tasks", Sensor.TASKS, "no iterator"))))
                .startsWith("Running without required sensors: lifecycle (no BTF), tasks (no iterator).");
    }

    @Test
    void nothingIsSaidWhereNothingIsMissing() {
        assertThat(Blindness.paragraph(List.of())).isEmpty();
    }
}
