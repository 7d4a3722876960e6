package dev.linnix.agent.recorder;

import dev.linnix.agent.state.StateDir;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The segments on disk, one file each, in the order of their numbers. Together they never take more than a number of bytes,
 * counted in whole blocks:
 * before a block is written the oldest segments make room for it. When a segment begins, the oldest are removed as long as
 * the others hold the time that is to be kept. Time counts as far as it was recorded, so that a crash of the host does not
 * cost what was recorded before it. One thread writes; the rest is thread-safe.
 */
final class Segments implements Closeable {
    private static final Pattern NAME = Pattern.compile("segment-(\\d{1,18})\\.linnix");
    private static final System.Logger LOG = System.getLogger(Segments.class.getName());

    /**
     * One segment as it was when asked; its beginning, from which one can start, is written.
     *
     * @param number of it
     * @param firstNs wall time at which it begins, since 1970, ns; 0 when it is not known
     * @param lastNs wall time up to which it reaches
     * @param bytes of whole blocks
     * @param ended whether nothing more is written to it
     * @param offsetNs what was added to CLOCK_BOOTTIME to get these times; {@link #UNKNOWN} for one of an earlier run
     */
    record Segment(long number, long firstNs, long lastNs, long bytes, boolean ended, long offsetNs) {
        /** {@return whether it reaches to a time since boot at least, whatever became of the wall clock} */
        boolean reaches(long bootNs, long offsetNow) {
            return lastNs - (offsetNs == UNKNOWN ? offsetNow : offsetNs) >= bootNs;
        }
    }

    /** The offset of a segment whose boot nobody remembers. */
    static final long UNKNOWN = Long.MIN_VALUE;

    static final class Entry {
        final long number;
        private final long firstNs;
        private final long offsetNs;
        private long lastNs;
        private long bytes;
        private boolean ended;

        Entry(long number, long firstNs, long lastNs, long bytes, boolean ended, long offsetNs) {
            this.offsetNs = offsetNs;
            this.number = number;
            this.firstNs = firstNs;
            this.lastNs = lastNs;
            this.bytes = bytes;
            this.ended = ended;
        }

        private Segment copy() {
            return new Segment(number, firstNs, lastNs, bytes, ended, offsetNs);
        }
    }

    private final StateDir dir;
    private final long mostBytes;
    private final long mostNs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    /** Takes room, but is not there for readers yet. */
    private @Nullable Entry beginning;

    private long bytes;
    private long next = 1;
    private volatile long written;

    private Segments(StateDir dir, long mostBytes, long mostNs) {
        this.dir = dir;
        this.mostBytes = mostBytes;
        this.mostNs = mostNs;
    }

    /**
     * Takes over what is in the directory, and removes what is beyond the limits. A file that cannot be read is kept like
     * any other, as long as it has its turn; what is no file of ours is left alone.
     *
     * @param dir closed with this
     * @param mostBytes of all segments together
     * @param mostNs time to be kept
     */
    static Segments open(StateDir dir, long mostBytes, long mostNs) throws IOException {
        Segments segments = new Segments(dir, mostBytes, mostNs);
        segments.adopt();
        return segments;
    }

    /** {@return name of the file of a segment; with zeros in front, so that the order of names is that of numbers} */
    static String name(long number) {
        return String.format(Locale.ROOT, "segment-%08d.linnix", number);
    }

    private void adopt() throws IOException {
        List<Entry> found = new ArrayList<>();
        for (String name : dir.names()) {
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches()) continue;
            long number = Long.parseLong(matcher.group(1));
            next = Math.max(next, number + 1);
            if (!name.equals(name(number))) continue;
            Entry entry = entry(number, name);
            if (entry != null) found.add(entry);
        }
        found.sort((a, b) -> Long.compare(a.number, b.number));
        lock.lock();
        try {
            for (Entry entry : found) add(entry);
            removeOld();
            shrinkTo(mostBytes);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Entry entry(long number, String name) {
        Path file = dir.path().resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return null;
        try {
            long size;
            try (FileChannel channel = dir.open(name, StandardOpenOption.READ)) {
                size = channel.size();
            }
            if (size == 0) {
                dir.delete(name);
                return null;
            }
            SegmentTimes times = SegmentTimes.of(file);
            return new Entry(number, times.firstNs(), times.lastNs(), size, true, UNKNOWN);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "flight recorder: " + name + " is left alone: " + e);
            return null;
        }
    }

    private void add(Entry entry) {
        entries.add(entry);
        bytes += dir.mostOnDisk(entry.bytes);
    }

    /** {@return the number the next segment gets; one that was discarded leaves its number to the next} */
    long nextNumber() {
        return next;
    }

    /**
     * Begins a segment. Until {@link #begun} it takes room, but nobody can read it.
     *
     * @param number from {@link #nextNumber}
     * @param bootNs time at which it begins, CLOCK_BOOTTIME, ns
     * @param offsetNs what makes wall time of it
     */
    SegmentFile begin(long number, long bootNs, long offsetNs) throws IOException {
        lock.lock();
        try {
            removeOld();
        } finally {
            lock.unlock();
        }
        FileChannel channel;
        try {
            channel = dir.open(name(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            // Whatever it is, its name is taken.
            next = number + 1;
            throw e;
        }
        long wallNs = bootNs + offsetNs;
        Entry entry = new Entry(number, wallNs, wallNs, 0, false, offsetNs);
        beginning = entry;
        return new SegmentFile(this, entry, channel);
    }

    /** Shows the segment that was begun to readers, since one can start from it now. */
    void begun() {
        Entry entry = Objects.requireNonNull(beginning);
        lock.lock();
        try {
            show(entry);
        } finally {
            lock.unlock();
        }
    }

    private void show(Entry entry) {
        beginning = null;
        next = entry.number + 1;
        entries.add(entry);
        changed.signalAll();
    }

    private void removeOld() throws IOException {
        long recorded = 0;
        for (Entry entry : entries) recorded += entry.lastNs - entry.firstNs;
        while (entries.size() > 1) {
            Entry oldest = entries.getFirst();
            recorded -= oldest.lastNs - oldest.firstNs;
            if (recorded < mostNs) return;
            removeOldest();
        }
    }

    /** Removes the oldest segments until a segment may have so many bytes more. */
    void makeRoom(Entry entry, long more) throws IOException {
        lock.lock();
        try {
            shrinkTo(mostBytes - growth(entry, more));
        } finally {
            lock.unlock();
        }
    }

    private long growth(Entry entry, long more) {
        return dir.mostOnDisk(entry.bytes + more) - dir.mostOnDisk(entry.bytes);
    }

    private void shrinkTo(long most) throws IOException {
        while (bytes > most) {
            if (entries.isEmpty() || !entries.getFirst().ended) {
                throw new IOException("recorder.size, " + mostBytes + " bytes, is too small for one segment here");
            }
            removeOldest();
        }
    }

    private void removeOldest() throws IOException {
        Entry oldest = entries.getFirst();
        dir.delete(name(oldest.number));
        entries.removeFirst();
        bytes -= dir.mostOnDisk(oldest.bytes);
        changed.signalAll();
    }

    /**
     * Forgets the segment whose beginning could not be written, and removes its file. One that stays nevertheless takes room
     * until it has its turn.
     */
    void discard() {
        Entry failed = beginning;
        if (failed == null) return;
        lock.lock();
        try {
            failed.ended = true;
            dir.delete(name(failed.number));
            beginning = null;
            bytes -= dir.mostOnDisk(failed.bytes);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "flight recorder: cannot remove " + name(failed.number) + ": " + e);
            show(failed);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void grew(Entry entry, long more) {
        lock.lock();
        try {
            bytes += growth(entry, more);
            entry.bytes += more;
            written += more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void reaches(Entry entry, long wallNs) {
        lock.lock();
        try {
            entry.lastNs = Math.max(entry.lastNs, wallNs);
        } finally {
            lock.unlock();
        }
    }

    void ended(Entry entry) {
        lock.lock();
        try {
            entry.ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return bytes written since this was opened} */
    long written() {
        return written;
    }

    /** {@return every segment, the oldest first} */
    List<Segment> list() {
        lock.lock();
        try {
            return entries.stream().map(Entry::copy).toList();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the segment of this number, or else the next one there is; null when there is none} */
    @Nullable
    Segment from(long number) {
        lock.lock();
        try {
            for (Entry entry : entries) if (entry.number >= number) return entry.copy();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the number of the newest segment; 0 when there is none} */
    long newest() {
        lock.lock();
        try {
            Entry last = entries.peekLast();
            return last == null ? 0 : last.number;
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether the newest segment was begun by this run, at this time since boot or later} */
    boolean hasBegunSince(long bootNs) {
        lock.lock();
        try {
            Entry last = entries.peekLast();
            return last != null && last.offsetNs != UNKNOWN && last.firstNs - last.offsetNs >= bootNs;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until anything has changed, for a bounded time; whoever calls looks again. */
    @SuppressWarnings("WaitNotInLoop")
    void awaitChange(long millis) throws InterruptedException {
        lock.lock();
        try {
            changed.await(millis, TimeUnit.MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the file of a segment, to be read} */
    FileChannel read(long number) throws IOException {
        return dir.open(name(number), StandardOpenOption.READ);
    }

    @Override
    public void close() {
        try {
            dir.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "flight recorder: the directory did not close: " + e);
        }
    }
}
