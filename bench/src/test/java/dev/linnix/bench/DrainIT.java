package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Runs one cheap benchmark for real, shortened: programs are built, a ring is filled and drained by C and by Java. */
class DrainIT {
    @Test
    void drainMeasuresBothConsumers() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "drain",
                "--quick",
                "--json");
        assertThat(code).as("%s%s", out, err).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("{\"benchmark\":\"drain\"") && !line.contains("\"median\":null"));
    }
}
