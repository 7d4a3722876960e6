package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.loop.Sources;
import dev.linnix.agent.sensor.BatchSource;
import dev.linnix.agent.sensor.RefusedException;
import dev.linnix.agent.sensor.RingSource;
import dev.linnix.kernel.KernelException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Does a dry run go on after one sensor was refused, and say what could not be had? */
class DryRunTest {
    private static final class Refusing implements Sources {
        @Override
        public RingSource openRing() throws RefusedException {
            throw new RefusedException("CAP_BPF is missing");
        }

        @Override
        public BatchSource openLossCounters() throws KernelException {
            throw new KernelException("counters", 0, "");
        }

        @Override
        public BatchSource openTasks() throws KernelException {
            throw new KernelException("load tasks.bpf.o", 1, "");
        }

        @Override
        public BatchSource openPressure() throws KernelException {
            throw new KernelException("pressure", 0, "");
        }

        @Override
        public BatchSource openProc() throws KernelException {
            throw new KernelException("proc", 0, "");
        }
    }

    @Test
    void eachRefusalIsToldWithItsReason() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DryRun run = new DryRun(new Refusing(), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(run.loadAll()).isFalse();
        run.probe(false);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("events: CAP_BPF is missing"),
                        line -> assertThat(line).startsWith("tasks: load tasks.bpf.o: "),
                        line -> assertThat(line).isEqualTo("pressure: pressure"),
                        line -> assertThat(line).isEqualTo("{\"rss_probe\":\"proc\",\"btf\":false}"));
    }
}
