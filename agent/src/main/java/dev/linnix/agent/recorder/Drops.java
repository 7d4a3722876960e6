package dev.linnix.agent.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what is not in the recording, by reason. Thread-safe. */
final class Drops {
    private final AtomicLongArray records = new AtomicLongArray(DropReason.values().length);
    private final AtomicLongArray bytes = new AtomicLongArray(DropReason.values().length);

    void add(DropReason reason, long droppedRecords, long droppedBytes) {
        records.addAndGet(reason.ordinal(), droppedRecords);
        bytes.addAndGet(reason.ordinal(), droppedBytes);
    }

    /** {@return the counts, those of 0 included} */
    List<RecorderStatus.Dropped> list() {
        List<RecorderStatus.Dropped> all = new ArrayList<>();
        for (DropReason reason : DropReason.values()) {
            int i = reason.ordinal();
            all.add(new RecorderStatus.Dropped(reason.label(), records.get(i), bytes.get(i)));
        }
        return all;
    }
}
