package dev.linnix.engine.record;

import java.util.List;

/** Where the fields of each type of record lie. */
public final class RecordLayouts {
    /** One for each {@link RecordType}. */
    public static final List<RecordLayout> ALL = List.of(
            ForkRecord.LAYOUT,
            ExecRecord.LAYOUT,
            ExitRecord.LAYOUT,
            TaskRecord.LAYOUT,
            ThreadRecord.LAYOUT,
            ImageRecord.LAYOUT,
            SnapshotBeginRecord.LAYOUT,
            SnapshotEndRecord.LAYOUT,
            TickRecord.LAYOUT,
            LossRecord.LAYOUT,
            ProducedRecord.LAYOUT,
            PressureRecord.LAYOUT,
            SensorStateRecord.LAYOUT);

    private RecordLayouts() {}
}
