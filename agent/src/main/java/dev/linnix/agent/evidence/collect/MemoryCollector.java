package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.util.List;

/** Where the host's memory is. */
public final class MemoryCollector extends FilesCollector {
    /** Creates it. */
    public MemoryCollector() {
        super(
                Facts.of(
                                Collector.Stage.FIRST,
                                "meminfo",
                                "Memory of the host: /proc/meminfo, vmstat, swaps, buddyinfo, zoneinfo, and slabinfo,"
                                        + " which only root may read.")
                        .in(Facts.DEFAULT, Facts.MEMORY)
                        .again()
                        .needing("CAP_DAC_READ_SEARCH"),
                List.of(
                        Source.of("meminfo"),
                        Source.of("vmstat"),
                        Source.of("swaps"),
                        Source.of("buddyinfo"),
                        new Source("slabinfo", "slabinfo", "CAP_DAC_READ_SEARCH", "", false),
                        Source.of("zoneinfo")));
    }
}
