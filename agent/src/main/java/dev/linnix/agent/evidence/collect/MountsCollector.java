package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.util.List;

/** What is mounted where, and how. */
public final class MountsCollector extends FilesCollector {
    /** Creates it. */
    public MountsCollector() {
        super(
                Facts.of(
                                Collector.Stage.SECOND,
                                "mounts",
                                "What is mounted where with which options, as the agent sees it: /proc/mounts,"
                                        + " /proc/self/mountinfo.")
                        .in(Facts.DEFAULT, Facts.SMB),
                List.of(Source.of("mounts"), Source.of("self/mountinfo")));
    }
}
