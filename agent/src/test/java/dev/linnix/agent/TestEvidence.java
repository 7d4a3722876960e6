package dev.linnix.agent;

import dev.linnix.agent.evidence.Evidence;
import dev.linnix.agent.evidence.Evidence.Skipped;
import dev.linnix.agent.evidence.EvidenceStatus;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** How evidence is where none is collected. */
@NullMarked
public final class TestEvidence {
    private TestEvidence() {}

    /** {@return the status of an agent that has just begun} */
    public static EvidenceStatus status() {
        Map<Skipped, Long> skipped = new EnumMap<>(Skipped.class);
        for (Skipped reason : Skipped.values()) skipped.put(reason, 0L);
        return new EvidenceStatus(new Evidence.Status(true, null, 0, 0, 0, skipped, 0), 0, 0);
    }
}
