package dev.linnix.engine.state;

/** There is more to write down than there is memory to spare for it. The engine is as it was. */
public final class StateSizeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StateSizeException(long written) {
        super("memory is scarce: the state takes more than the " + (written >> 10) + " KB that were free for it");
    }
}
