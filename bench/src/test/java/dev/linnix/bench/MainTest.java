package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() {
        assertThat(run("nonsense")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("unknown benchmark nonsense", "sustained", "soak");
    }

    @Test
    void theListNamesEveryBenchmark() {
        assertThat(run("--list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.split(" ")[0]))
                .containsExactly(
                        "capture",
                        "idle",
                        "busy",
                        "memory",
                        "overhead",
                        "drain",
                        "engine",
                        "replay",
                        "sustained",
                        "alert",
                        "evidence",
                        "space",
                        "start",
                        "flood",
                        "soak");
    }

    private int run(String... args) {
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }
}
