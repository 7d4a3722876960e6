package dev.linnix.agent.evidence;

import dev.linnix.agent.space.Claim;
import dev.linnix.agent.state.StateDir;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A bundle that is being added to: a directory for what goes into the next archive, and the archives as they are finished.
 * While it is open the bundle is not deleted. Confined to one thread, but for the directory.
 */
public final class Draft implements Closeable {
    private final BundleStore store;
    private final BundleFiles files;
    private final BundleName bundle;
    private final String cause;
    private final StateDir work;
    private final Claim claim;
    private final long claimed;
    private boolean closed;

    Draft(
            BundleStore store,
            BundleFiles files,
            BundleName bundle,
            String cause,
            StateDir work,
            Claim claim,
            long claimed) {
        this.store = store;
        this.files = files;
        this.bundle = bundle;
        this.cause = cause;
        this.work = work;
        this.claim = claim;
        this.claimed = claimed;
    }

    /** {@return what the names of its files begin with} */
    public String name() {
        return bundle.base();
    }

    /** {@return a directory that is removed with everything in it when the draft is closed; its files are to be claimed} */
    public StateDir work() {
        return work;
    }

    /** {@return names of the archives there are, in order} */
    public List<String> archives() {
        return store.archives(bundle);
    }

    /**
     * {@return the name the next archive will have}
     *
     * @param phase the number it gets, unless there is one of that number or a higher one
     */
    public String nextArchive(int phase) {
        return bundle.archive(store.nextNumber(bundle, phase));
    }

    /** Begins an archive, the name of which is {@link #nextArchive}. What it takes is claimed until it is finished. */
    public ArchiveFile archive(int phase) throws IOException {
        int number = store.nextNumber(bundle, phase);
        if (number > BundleName.MOST_ARCHIVES) {
            throw new IOException(
                    bundle.base() + " has " + BundleName.MOST_ARCHIVES + " archives, the most there may be");
        }
        files.checkFree(bundle.archive(number));
        return new ArchiveFile(store, files, bundle, cause, number, claim);
    }

    /** Removes the directory and its content. */
    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        try {
            work.close();
        } finally {
            store.drafted(bundle);
        }
        claim.keep(claim.bytes() - claimed);
    }
}
