package dev.linnix.agent.evidence;

import java.io.OutputStream;

/** Takes so many bytes and swallows the rest. */
public abstract class LimitedStream extends OutputStream {
    /** Creates it. */
    protected LimitedStream() {}

    /** {@return whether all that comes now is swallowed, so that it need not be made} */
    public abstract boolean isFull();
}
