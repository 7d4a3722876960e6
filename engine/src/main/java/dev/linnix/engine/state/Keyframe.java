package dev.linnix.engine.state;

import java.util.function.Supplier;

/**
 * The state of an engine between two inputs: an engine that takes it up and then gets the same inputs says the same. It
 * holds what decides anything, and nothing that could be found out again: no caches, and no alerts and incidents that are
 * over. In two parts, since the first, what processes run, is dear to write: arguments are redacted on the way. Immutable
 * and thread-safe; the engine's thread need only make it.
 */
public final class Keyframe {
    private final Supplier<byte[]> images;
    private final byte[] state;

    private Keyframe(Supplier<byte[]> images, byte[] state) {
        this.images = images;
        this.state = state;
    }

    /** {@return the keyframe that was written as these two parts} */
    public static Keyframe of(byte[] images, byte[] state) {
        return new Keyframe(() -> images, state);
    }

    /** {@return a keyframe whose first part is made when it is asked for, on whichever thread that is} */
    public static Keyframe of(Supplier<byte[]> images, byte[] state) {
        return new Keyframe(images, state);
    }

    /** {@return what the processes run, arguments redacted; made anew by each call} */
    public byte[] images() {
        return images.get();
    }

    /** {@return everything else; not to be changed} */
    public byte[] state() {
        return state;
    }
}
