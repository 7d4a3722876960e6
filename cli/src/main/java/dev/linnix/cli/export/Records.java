package dev.linnix.cli.export;

import dev.linnix.engine.KernelText;
import dev.linnix.engine.Redactor;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.RecordLayout;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import dev.linnix.engine.record.TickRecord;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads records as they lie in a recording, and the names and arguments in them as text that is safe to show. */
final class Records {
    private static final Map<Integer, RecordLayout> LAYOUTS = Stream.of(
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
                    SensorStateRecord.LAYOUT)
            .collect(Collectors.toUnmodifiableMap(RecordLayout::type, Function.identity()));

    private Records() {}

    /** {@return where the fields of a record lie; null when it is of unknown type, or shorter than its type} */
    static @Nullable RecordLayout layout(MemorySegment records, long offset) {
        RecordLayout layout = LAYOUTS.get(Flyweight.type(records, offset));
        return layout == null || Flyweight.length(records, offset) < layout.size() ? null : layout;
    }

    /** {@return a command name} */
    static String comm(MemorySegment records, long offset) {
        return KernelText.escape(records, offset, 16);
    }

    /** {@return the path of an executable, {@code …/} in front when its beginning is missing; null when unknown} */
    static @Nullable String executable(ImageFlyweight image) {
        List<String> names = new ArrayList<>();
        byte[] path = bytes(image.segment(), image.pathOffset(), image.pathLength());
        int begin = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i < path.length && path[i] != 0) continue;
            if (i > begin) names.add(KernelText.escape(path, begin, i - begin));
            begin = i + 1;
        }
        if (names.isEmpty()) return null;
        String root = (image.flags() & RecordFlags.PATH_CUT) != 0 ? "…/" : "/";
        return root + String.join("/", names.reversed());
    }

    /** {@return the first arguments, {@value Redactor#HIDDEN} where a secret was} */
    static List<String> arguments(ImageFlyweight image) {
        return Redactor.shown(bytes(image.segment(), image.argsOffset(), image.argsLength()));
    }

    private static byte[] bytes(MemorySegment segment, long offset, int length) {
        return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
