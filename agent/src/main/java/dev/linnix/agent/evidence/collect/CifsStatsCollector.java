package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.util.List;

/** What the SMB client has counted. */
public final class CifsStatsCollector extends FilesCollector {
    /** Why the SMB client has no files. */
    static final String ABSENT = "the SMB client (module cifs) is not loaded: no share is mounted";

    /** Creates it. */
    public CifsStatsCollector() {
        super(
                Facts.of(
                                Collector.Stage.SECOND,
                                "stats",
                                "Counters of the SMB client for each share: /proc/fs/cifs/Stats.")
                        .in(Facts.SMB)
                        .within(java.time.Duration.ofSeconds(4)),
                List.of(new Source("fs/cifs/Stats", "Stats", "root", ABSENT, true)));
    }
}
