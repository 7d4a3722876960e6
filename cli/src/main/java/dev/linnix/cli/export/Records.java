package dev.linnix.cli.export;

import dev.linnix.engine.KernelText;
import dev.linnix.engine.Redactor;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.RecordLayout;
import dev.linnix.engine.record.RecordLayouts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads records as they lie in a recording, and the names and arguments in them as text that is safe to show. */
final class Records {
    private static final Map<Integer, RecordLayout> LAYOUTS =
            RecordLayouts.ALL.stream().collect(Collectors.toUnmodifiableMap(RecordLayout::type, Function.identity()));

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
