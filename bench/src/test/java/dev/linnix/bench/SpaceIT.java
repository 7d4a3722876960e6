package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Does a real agent that has an incident a second keep within 5 MB at every look, and keep the first bundle of each cause?
 * The benchmark, shortened to half a minute. Needs root.
 */
class SpaceIT {
    @Test
    void theBudgetIsKeptAndTheFirstOfEachCauseStays() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "space",
                "--quick",
                "--json");
        List<String> figures = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(figures)
                .as("%s", err)
                .hasSize(6)
                .allMatch(line -> line.startsWith("{\"benchmark\":\"space\"") && !line.contains("\"median\":null"))
                // How many a second there are depends on how fast the machine is.
                .noneMatch(line -> line.contains("MUST MISSED") && !line.contains("incidents a second"));
    }
}
