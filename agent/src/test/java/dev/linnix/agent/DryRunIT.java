package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Does a dry run load the sensors into this kernel, and say so? Needs root. */
class DryRunIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

    @Test
    void everySensorCanBeHadHere() {
        boolean all = new DryRun(new KernelSources(1 << 16), print).loadAll();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("events: can be had\ntasks: can be had\npressure: can be had\n");
        assertThat(all).isTrue();
    }

    @Test
    void aProbeIsOneJsonObject() {
        new DryRun(new KernelSources(1 << 16), print).probe(true);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"rss_probe\":\"iter:task\",\"btf\":true}\n");
    }
}
