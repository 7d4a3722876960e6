package dev.linnix.agent.loop;

import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.record.RecordType;
import java.util.List;

/** Process events that were lost: one meaning for every place that tells it. Thread-safe. */
public final class LostEvents {
    /** Names of life-cycle records. */
    public static final List<String> LIFECYCLE = List.of(
            RecordType.name(RecordType.FORK), RecordType.name(RecordType.EXEC), RecordType.name(RecordType.EXIT));

    private LostEvents() {}

    /**
     * {@return process events lost on their way, for any reason}
     *
     * @param status tells those that did not reach the engine
     * @param notStreamed those that did, and were not shown to the readers of streams
     */
    public static long total(EngineStatus status, long notStreamed) {
        return notStreamed
                + LIFECYCLE.stream().mapToLong(kind -> of(status, kind)).sum();
    }

    /** {@return records of a kind that did not reach the engine} */
    public static long of(EngineStatus status, String kind) {
        return status.lost().stream()
                .filter(loss -> loss.kind().equals(kind))
                .mapToLong(EngineStatus.Loss::count)
                .sum();
    }
}
