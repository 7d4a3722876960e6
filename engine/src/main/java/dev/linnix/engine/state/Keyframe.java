package dev.linnix.engine.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The state of an engine between two inputs: an engine that takes it up and then gets the same inputs says the same. It
 * holds what decides anything, and nothing that could be found out again: no caches, and no alerts and incidents that are
 * over. In two parts, since the first, what processes run, is dear to write: arguments are redacted on the way, and on
 * a large host it takes more memory as a whole than an agent has to spare. Both come in pieces, so that neither needs to lie
 * in one row. Immutable and thread-safe; the engine's thread need only make it.
 */
public final class Keyframe {
    private final Iterable<byte[]> images;
    private final List<byte[]> state;

    private Keyframe(Iterable<byte[]> images, List<byte[]> state) {
        this.images = images;
        this.state = state;
    }

    /** {@return the keyframe that was written as these two parts} */
    public static Keyframe of(byte[] images, byte[] state) {
        return new Keyframe(List.of(images), List.of(state));
    }

    /** {@return a keyframe whose first part is made piece by piece when it is asked for, on whichever thread that is} */
    public static Keyframe of(Iterable<byte[]> images, List<byte[]> state) {
        return new Keyframe(images, List.copyOf(state));
    }

    /** {@return what the processes run, arguments redacted, in pieces that are made anew as they are asked for} */
    public Iterable<byte[]> imagePieces() {
        return images;
    }

    /** {@return all of the {@link #imagePieces} in one} */
    public byte[] images() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        images.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** {@return everything else, in pieces; not to be changed} */
    public List<byte[]> statePieces() {
        return state;
    }

    /** {@return all of the {@link #statePieces} in one; not to be changed} */
    public byte[] state() {
        if (state.size() == 1) return state.getFirst();
        ByteBuffer all = ByteBuffer.allocate((int) stateLength());
        state.forEach(all::put);
        return all.array();
    }

    /** {@return length of {@link #state}, bytes} */
    public long stateLength() {
        return state.stream().mapToLong(piece -> piece.length).sum();
    }
}
