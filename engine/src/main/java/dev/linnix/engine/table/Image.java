package dev.linnix.engine.table;

import dev.linnix.engine.KernelText;
import dev.linnix.engine.Redactor;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.StateReader;
import dev.linnix.engine.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What a process runs: its executable and first arguments, as bytes. Its bytes never change; shared by processes
 * that run the same. Confined to the engine's thread.
 */
public final class Image {
    private static final byte[] NOTHING = {};

    private final long[] pathWords;
    private final long[] argsWords;
    private final int pathLength;
    private final int argsLength;
    private final int argc;
    private final int flags;
    /** Computed when first asked for: redaction is dear, and most images are never shown. */
    private @Nullable List<String> shownArgs;

    private Image(ImageFlyweight from) {
        pathWords = from.pathWords();
        argsWords = from.argsWords();
        pathLength = from.pathLength();
        argsLength = from.argsLength();
        argc = from.argc();
        flags = from.flags();
    }

    private Image(byte[] path, byte[] args, int argc, int flags) {
        this.pathWords = words(path);
        this.argsWords = words(args);
        this.pathLength = path.length;
        this.argsLength = args.length;
        this.argc = argc;
        this.flags = flags;
    }

    static Image copyOf(ImageFlyweight from) {
        return new Image(from);
    }

    /**
     * {@return these images, arguments redacted, as {@link #read} reads them, in pieces that are made one at a time; may be
     * asked for on any thread}
     */
    public static Iterable<byte[]> written(List<Image> images) {
        return () -> new Pieces(images);
    }

    /** Makes pieces of about {@value #PIECE} bytes. */
    private static final class Pieces implements Iterator<byte[]> {
        private static final int PIECE = 32 << 10;

        private final List<Image> images;
        private boolean begun;
        private int next;

        Pieces(List<Image> images) {
            this.images = images;
        }

        @Override
        public boolean hasNext() {
            return !begun || next < images.size();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) throw new NoSuchElementException();
            StateWriter out = new StateWriter();
            if (!begun) out.count(images.size(), ProcessTable.CAPACITY);
            begun = true;
            while (next < images.size() && out.length() < PIECE)
                images.get(next++).write(out);
            return out.toBytes();
        }
    }

    private void write(StateWriter out) {
        out.frame(() -> {
            out.bytes(bytes(pathWords, pathLength));
            out.bytes(storedArgs());
            out.i64(argc);
            out.i64(flags);
        });
    }

    /**
     * {@return the images written}
     *
     * @throws MalformedStateException when the bytes are something else
     */
    public static List<Image> read(byte[] written) {
        StateReader in = new StateReader(written);
        int count = in.count(0, ProcessTable.CAPACITY);
        List<Image> images = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.frame(() -> {
                byte[] path = in.bytes(NOTHING);
                byte[] args = in.bytes(NOTHING);
                images.add(new Image(path, args, in.i32(0), in.i32(0)));
            });
        }
        return images;
    }

    private static long[] words(byte[] bytes) {
        long[] words = new long[(bytes.length + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < bytes.length; i++) words[i >> 3] |= (bytes[i] & 0xffL) << ((i & 7) << 3);
        return words;
    }

    /** {@return whether the other one has the same bytes} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Image image
                && argc == image.argc
                && flags == image.flags
                && pathLength == image.pathLength
                && argsLength == image.argsLength
                && Arrays.equals(pathWords, image.pathWords)
                && Arrays.equals(argsWords, image.argsWords);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(pathWords) + Arrays.hashCode(argsWords);
    }

    boolean sameAs(ImageFlyweight other) {
        return argc == other.argc()
                && flags == other.flags()
                && pathLength == other.pathLength()
                && argsLength == other.argsLength()
                && other.holds(pathWords, argsWords);
    }

    /** {@return whether both have the same path} */
    boolean hasPathOf(Image other) {
        boolean sameRoot = ((flags ^ other.flags) & RecordFlags.PATH_CUT) == 0;
        return sameRoot && pathLength == other.pathLength && Arrays.equals(pathWords, other.pathWords);
    }

    int pathHash() {
        return Arrays.hashCode(pathWords);
    }

    private static byte[] bytes(long[] words, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (words[i >> 3] >>> ((i & 7) << 3));
        return bytes;
    }

    /** {@return the resolved path, escaped; with {@code …/} in front when its beginning is missing; null when unknown} */
    public @Nullable String executable() {
        if (pathLength == 0) return null;
        byte[] path = bytes(pathWords, pathLength);
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
        byte[] path = bytes(pathWords, pathLength);
        int end = 0;
        while (end < path.length && path[end] != 0) end++;
        return end == 0 ? null : KernelText.escape(path, 0, end);
    }

    /** {@return the first arguments, escaped, credential-like values redacted} */
    public List<String> args() {
        List<String> shown = shownArgs;
        if (shown == null) {
            shown = Redactor.shown(storedArgs());
            shownArgs = shown;
        }
        return shown;
    }

    private byte[] storedArgs() {
        return Redactor.stored(bytes(argsWords, argsLength));
    }

    /** {@return whether both are the same but for what redaction hides, so that it holds in a replay when it held before} */
    boolean equalWhenStored(Image other) {
        if (equals(other)) return true;
        if (argc != other.argc || flags != other.flags || !hasPathOf(other)) return false;
        return Arrays.equals(storedArgs(), other.storedArgs());
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
