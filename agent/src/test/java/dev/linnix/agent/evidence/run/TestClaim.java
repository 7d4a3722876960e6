package dev.linnix.agent.evidence.run;

import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.NoSpaceException;

/** A claim on a disk of so many bytes. */
public final class TestClaim implements Claim {
    long most;
    private long bytes;

    /** Creates it. */
    public TestClaim(long most) {
        this.most = most;
    }

    @Override
    public void more(long more) throws NoSpaceException {
        if (bytes + more > most) throw new NoSpaceException("the disk is full");
        bytes += more;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void keep(long kept) {
        bytes = Math.min(bytes, kept);
    }

    @Override
    public void close() {
        bytes = 0;
    }
}
