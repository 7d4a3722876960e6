package dev.linnix.engine.state;

/** The state of an engine between two inputs, as bytes. Immutable by agreement: the arrays are not copied. */
public final class Keyframe {
    private final byte[] images;
    private final byte[] state;

    private Keyframe(byte[] images, byte[] state) {
        this.images = images;
        this.state = state;
    }

    /** {@return the keyframe these bytes make} */
    public static Keyframe of(byte[] images, byte[] state) {
        return new Keyframe(images, state);
    }

    /** {@return the programs processes run, with arguments redacted} */
    public byte[] images() {
        return images;
    }

    /** {@return everything else} */
    public byte[] state() {
        return state;
    }
}
