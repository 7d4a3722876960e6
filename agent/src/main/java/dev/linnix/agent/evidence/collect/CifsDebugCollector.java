package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.time.Duration;
import java.util.List;

/** The state of the SMB client's connections. */
public final class CifsDebugCollector extends FilesCollector {
    /** Creates it. */
    public CifsDebugCollector() {
        super(
                Facts.of(
                                Collector.Stage.SECOND,
                                "debugdata",
                                "Servers, sessions, shares and requests under way of the SMB client:"
                                        + " /proc/fs/cifs/DebugData.")
                        .in(Facts.SMB)
                        .within(Duration.ofSeconds(4)),
                List.of(new Source("fs/cifs/DebugData", "DebugData", "root", CifsStatsCollector.ABSENT, true)));
    }
}
