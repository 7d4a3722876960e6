package dev.linnix.agent.evidence.run;

import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.NoSpaceException;
import dev.linnix.agent.state.StateDir;
import dev.linnix.evidence.BundleNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what one collector finds into files of a directory, flat: {@code COLLECTOR-1}, {@code COLLECTOR-2} and so on, until
 * they are put into the archive by their names. Space is claimed before anything is written. The collector's thread fills
 * it and another may end it at any time, after which nothing more is taken; guarded by itself.
 */
final class StagedOutput implements Output {
    private static final int MOST_FILES = 256;
    private static final int MOST_DETAILS = 64;
    private static final int LONGEST_DETAIL = 500;

    /** What is claimed at once: a block, and more for what has grown. */
    private static final long BLOCK = 4096;

    private static final long BLOCKS = 16 * BLOCK;

    private final String collector;
    private final StateDir directory;
    private final Claim claim;
    private final List<StagedStream> files = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private long detailsBeyond;
    private long left;
    private boolean denied;
    private boolean late;
    private boolean ended;
    private @Nullable IOException broken;

    /**
     * Creates it.
     *
     * @param most bytes of all files together
     * @param claim shared with other collectors; used under its own lock
     */
    StagedOutput(String collector, long most, StateDir directory, Claim claim) {
        this.collector = collector;
        this.left = most;
        this.directory = directory;
        this.claim = claim;
    }

    @Override
    public StagedStream text(String name) throws IOException {
        return add(name, true);
    }

    @Override
    public StagedStream bytes(String name) throws IOException {
        return add(name, false);
    }

    private synchronized StagedStream add(String name, boolean text) throws IOException {
        check();
        String path = collector + "/" + name;
        // What the archive refuses would cost it all that others have collected.
        if (!BundleNames.isPath(path)) {
            throw new IOException("file name " + path + ": expected at most " + BundleNames.LONGEST_PATH
                    + " letters, digits and . _ - below folders");
        }
        if (files.stream().anyMatch(file -> file.isOf(path)))
            throw new IOException("file " + path + " is there already");
        if (files.size() >= MOST_FILES) throw new IOException("more than " + MOST_FILES + " files");
        StagedStream file = new StagedStream(this, path, collector + "-" + (files.size() + 1), text);
        files.add(file);
        return file;
    }

    @Override
    public synchronized void denied(String what, String needs) {
        denied = true;
        say(what + ": denied: needs " + needs);
    }

    @Override
    public synchronized void missing(String what, String why) {
        // What broke the output is said once, and all that follows is missing for the same reason.
        if (broken != null) return;
        say(what + ": missing: " + why);
    }

    @Override
    public synchronized void late(String what) {
        late = true;
        say(what + ": did not come in time");
    }

    private void say(String sentence) {
        if (details.size() >= MOST_DETAILS) {
            detailsBeyond++;
        } else {
            details.add(sentence.length() <= LONGEST_DETAIL ? sentence : sentence.substring(0, LONGEST_DETAIL) + "…");
        }
    }

    /** {@return how the collector fared, once it is ended; {@code error} is why, empty when it came back} */
    synchronized CollectorResult finish(
            Ending ending, String error, long millis, dev.linnix.agent.evidence.Collector of) {
        List<StagedFile> made = files.stream().map(StagedStream::finish).toList();
        ended = true;
        List<String> detail = new ArrayList<>();
        if (broken != null) {
            detail.add((broken instanceof NoSpaceException ? "no space: " : "") + Said.of(broken));
        } else if (!error.isEmpty()) {
            detail.add(error);
        }
        detail.addAll(details);
        if (detailsBeyond > 0) detail.add(detailsBeyond + " more such things");
        boolean cut = made.stream().anyMatch(file -> file.info().cut());
        return CollectorResult.of(of, status(ending, made.isEmpty(), cut), detail, millis, made);
    }

    /** How a collector ended. */
    enum Ending {
        /** It came back. */
        DONE,
        /** It threw. */
        FAILED,
        /** Its time was over. */
        LATE
    }

    private CollectorResult.Status status(Ending ending, boolean nothing, boolean cut) {
        if (broken != null || ending == Ending.FAILED) return CollectorResult.Status.FAILED;
        if (late || ending == Ending.LATE) return CollectorResult.Status.TIMEOUT;
        if (denied) return CollectorResult.Status.DENIED;
        if (nothing) return CollectorResult.Status.SKIPPED;
        return cut ? CollectorResult.Status.CUT : CollectorResult.Status.OK;
    }

    String collector() {
        return collector;
    }

    StateDir directory() {
        return directory;
    }

    /** {@return bytes that may still be kept} */
    long left() {
        return left;
    }

    void took(long bytes) {
        left -= bytes;
    }

    /**
     * Refuses when nothing more is taken.
     *
     * @throws IOException that says why
     */
    void check() throws IOException {
        if (ended) throw new IOException("collector " + collector + " has been ended");
        if (broken != null) throw broken;
    }

    void failed(IOException e) {
        if (broken == null) broken = e;
    }

    /** {@return what is claimed of a file that is to grow to {@code size} and of which {@code reserved} was claimed} */
    long reserve(long size, long reserved) throws IOException {
        long step = size > BLOCKS ? BLOCKS : BLOCK;
        long wanted = directory.mostOnDisk((size + step - 1) / step * step);
        if (wanted <= reserved) return reserved;
        synchronized (claim) {
            claim.more(wanted - reserved);
        }
        return wanted;
    }
}
