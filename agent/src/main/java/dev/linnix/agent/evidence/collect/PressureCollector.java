package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.util.List;

/** How long tasks wait for CPU, memory and I/O on this host, and how busy its CPUs are. */
public final class PressureCollector extends FilesCollector {
    private static final String OFF = "this kernel measures no pressure, or does not since it was booted (psi=1)";

    /** Creates it. */
    public PressureCollector() {
        super(
                Facts.of(
                                Collector.Stage.FIRST,
                                "pressure",
                                "Pressure stall information of the host, load averages and CPU times:"
                                        + " /proc/pressure, loadavg, stat.")
                        .in(Facts.DEFAULT, Facts.MEMORY, Facts.SMB)
                        .again(),
                List.of(
                        new Source("pressure/cpu", "cpu", "root", OFF, false),
                        new Source("pressure/memory", "memory", "root", OFF, false),
                        new Source("pressure/io", "io", "root", OFF, false),
                        Source.of("pressure/irq"),
                        Source.of("loadavg"),
                        Source.of("stat")));
    }
}
