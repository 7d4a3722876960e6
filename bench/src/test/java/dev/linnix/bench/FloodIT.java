package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Does the agent lose nothing and answer or cut off everyone, whatever its clients do? The benchmark, shortened; how late
 * an honest reader hears of things and how far memory grows are speed and memory, which only the whole of it can say. That
 * what clients do not take is bounded, {@code SlowReadersIT} shows. Needs root.
 */
class FloodIT {
    @Test
    void nothingIsLostAndEveryoneIsAnswered() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "flood",
                "--quick",
                "--json");
        List<String> figures = out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains("\"unit\":\"ms\"") && !line.contains("\"unit\":\"MB\""))
                .toList();
        assertThat(figures)
                .as("%s", err)
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"benchmark\":\"flood\"") && !line.contains("\"median\":null"))
                .noneMatch(line -> line.contains("MUST MISSED"));
    }
}
