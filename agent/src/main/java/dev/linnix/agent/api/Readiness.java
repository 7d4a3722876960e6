package dev.linnix.agent.api;

import dev.linnix.agent.loop.Supervised.Health;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.record.SensorStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the agent sees what it should, and if not, why. */
final class Readiness {
    /** Loss of life-cycle records in the last 30 s above which the agent is not ready, percent. */
    static final double MOST_LOSS_PERCENT = 1.0;

    private Readiness() {}

    /**
     * {@return one sentence for each thing that is missing although all is detected; empty when nothing is}
     *
     * @param noSpace why no evidence can be collected; null when it can
     */
    static List<String> degraded(@Nullable String noSpace) {
        return noSpace == null ? List.of() : List.of("detection goes on, but no evidence is collected: " + noSpace);
    }

    /** {@return one sentence for each reason not to be ready; empty when it is} */
    static List<String> reasons(List<Health> sensors, boolean requireKernel, EngineStatus engine, long engineErrors) {
        List<String> reasons = new ArrayList<>();
        for (Health sensor : sensors) {
            if (!requireKernel || !sensor.required() || sensor.status() == SensorStatus.ON) continue;
            String state =
                    sensor.givenUp() ? "given up" : sensor.status().name().toLowerCase(Locale.ROOT);
            reasons.add("required sensor " + sensor.name() + " is " + state
                    + (sensor.reason() == null ? "" : ": " + sensor.reason()));
        }
        if (engine.snapshots() == 0) reasons.add("no complete snapshot of the processes yet");
        if (engine.lossPercent() > MOST_LOSS_PERCENT) {
            reasons.add(String.format(
                    Locale.ROOT, "%.1f %% of life-cycle records were lost in the last 30 s", engine.lossPercent()));
        }
        if (engineErrors > 0) reasons.add("the engine failed on " + engineErrors + " inputs; see the log");
        return reasons;
    }
}
