package dev.linnix.engine.table;

import dev.linnix.engine.KernelText;
import dev.linnix.engine.Redactor;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.RecordFlags;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process runs: its executable and first arguments, as bytes. Its bytes never change; shared by processes
 * that run the same. Confined to the engine's thread.
 */
public final class Image {
    private final byte[] path;
    private final byte[] args;
    private final int argc;
    private final int flags;
    /** Computed when first asked for: redaction is dear, and most images are never shown. */
    private @Nullable List<String> shownArgs;

    private Image(byte[] path, byte[] args, int argc, int flags) {
        this.path = path;
        this.args = args;
        this.argc = argc;
        this.flags = flags;
    }

    static Image copyOf(ImageFlyweight from) {
        byte[] path = new byte[from.pathLength()];
        byte[] args = new byte[from.argsLength()];
        MemorySegment.copy(from.segment(), ValueLayout.JAVA_BYTE, from.pathOffset(), path, 0, path.length);
        MemorySegment.copy(from.segment(), ValueLayout.JAVA_BYTE, from.argsOffset(), args, 0, args.length);
        return new Image(path, args, from.argc(), from.flags());
    }

    boolean sameAs(ImageFlyweight other) {
        return argc == other.argc()
                && flags == other.flags()
                && same(path, other.segment(), other.pathOffset(), other.pathLength())
                && same(args, other.segment(), other.argsOffset(), other.argsLength());
    }

    private static boolean same(byte[] mine, MemorySegment segment, long offset, int length) {
        if (mine.length != length) return false;
        for (int i = 0; i < length; i++) {
            if (mine[i] != segment.get(ValueLayout.JAVA_BYTE, offset + i)) return false;
        }
        return true;
    }

    /** {@return the resolved path, escaped; with {@code …/} in front when its beginning is missing; null when unknown} */
    public @Nullable String executable() {
        if (path.length == 0) return null;
        List<String> names = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == 0) {
                if (i > begin) names.add(KernelText.escape(path, begin, i - begin));
                begin = i + 1;
            }
        }
        Collections.reverse(names);
        String root = (flags & RecordFlags.PATH_CUT) != 0 ? "…/" : "/";
        return root + String.join("/", names);
    }

    /** {@return the file name of the executable, escaped; null when unknown} */
    public @Nullable String name() {
        int end = 0;
        while (end < path.length && path[end] != 0) end++;
        return end == 0 ? null : KernelText.escape(path, 0, end);
    }

    /** {@return the first arguments, escaped, credential-like values redacted} */
    public List<String> args() {
        List<String> shown = shownArgs;
        if (shown == null) {
            shown = Redactor.redact(rawArgs());
            shownArgs = shown;
        }
        return shown;
    }

    private List<String> rawArgs() {
        List<String> list = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= args.length; i++) {
            if (i == args.length ? i > begin : args[i] == 0) {
                list.add(KernelText.escape(args, begin, i - begin));
                begin = i + 1;
            }
        }
        return list;
    }

    /** {@return whether there are more arguments than {@link #args()} holds} */
    public boolean argsCut() {
        return (flags & RecordFlags.ARGS_CUT) != 0;
    }

    /** {@return number of arguments, 0 when unknown} */
    public int argc() {
        return argc;
    }
}
