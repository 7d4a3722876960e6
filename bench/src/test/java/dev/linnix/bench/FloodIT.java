package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Do readers that do not read, requests that are none, and crowds of scrapers leave the agent as it was? The benchmark,
 * shortened; how late an honest reader hears of things is left to the whole of it. Needs root.
 */
class FloodIT {
    @Test
    void nothingIsLostAndTheAgentDoesNotGrow() {
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
                .filter(line -> !line.contains("\"unit\":\"ms\""))
                .toList();
        assertThat(figures)
                .as("%s", err)
                .hasSize(6)
                .allMatch(line -> line.startsWith("{\"benchmark\":\"flood\"") && !line.contains("\"median\":null"))
                .noneMatch(line -> line.contains("MUST MISSED"));
    }
}
