package dev.linnix.agent.evidence;

import dev.linnix.agent.evidence.BundleFiles.Found;
import dev.linnix.agent.evidence.BundleFiles.Listing;
import dev.linnix.agent.evidence.BundleName.Part;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.Store;
import dev.linnix.agent.state.StateDir;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bundles on disk. Each is some files in one directory: archives, the cause as text, and a pin, an empty file. A crash
 * leaves files named as half made, which the next start removes, and nothing untrue: the cause is there before the first
 * archive gets its name, and an archive gets it when all of it is on disk. Thread-safe.
 */
public final class BundleStore implements Store, Closeable {
    /** Name of its directory in the state directory. */
    public static final String DIRECTORY = "bundles";

    private static final System.Logger LOG = System.getLogger(BundleStore.class.getName());

    /** Opens the directory. */
    @FunctionalInterface
    public interface Opener {
        /** {@return it, to be closed with the store} */
        StateDir open() throws IOException;
    }

    /** What is known of one bundle; it may have no archive yet. */
    private static final class Entry {
        private final BundleName name;
        private final String base;
        private Found found;
        private boolean drafted;
        private int readers;

        Entry(BundleName name, Found found) {
            this.name = name;
            this.base = name.base();
            this.found = found;
        }

        boolean exists() {
            return !found.sizes().isEmpty();
        }

        boolean busy() {
            return drafted || readers > 0;
        }

        Item item() {
            return new Item(base, found.bytes(), name.firedAt(), found.cause(), found.pinned(), busy());
        }

        Bundle bundle() {
            List<Bundle.Archive> archives = new ArrayList<>();
            found.sizes()
                    .forEach((number, size) -> archives.add(new Bundle.Archive(name.archive(number), number, size)));
            return new Bundle(
                    base,
                    name.incident(),
                    name.rule(),
                    name.firedAt(),
                    found.cause(),
                    found.pinned(),
                    busy(),
                    found.bytes(),
                    archives);
        }
    }

    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<BundleName, Entry> entries = new HashMap<>();
    private @Nullable BundleFiles files;
    private volatile @Nullable String problem;
    private boolean probed;
    private boolean closed;
    private long foreign;
    private long overhead;

    private BundleStore(Opener opener) {
        this.opener = opener;
    }

    /**
     * Opens the directory and takes over what is in it; where that is impossible {@link #problem} says why, and
     * {@link #refresh} tries again.
     */
    public static BundleStore open(Opener opener) {
        BundleStore store = new BundleStore(opener);
        store.refresh();
        return store;
    }

    @Override
    public String name() {
        return DIRECTORY;
    }

    /** Looks at the directory again, since a person may have removed files of it. */
    @Override
    public void refresh() {
        lock.lock();
        try {
            if (closed) return;
            BundleFiles open = files;
            if (open == null) {
                open = new BundleFiles(opener.open());
                files = open;
            }
            // First, as what a killed agent left half made may be what there is no room for.
            take(open, open.list(this::isDrafted, this::knownCause));
            if (!probed || problem != null) open.probe();
            probed = true;
            if (problem != null) LOG.log(System.Logger.Level.INFO, "bundles can be kept again");
            problem = null;
        } catch (IOException | RuntimeException e) {
            broken(e);
        } finally {
            lock.unlock();
        }
    }

    private void broken(Exception e) {
        String sentence = "the directory of bundles cannot be used: " + reason(e);
        if (!sentence.equals(problem)) LOG.log(System.Logger.Level.WARNING, sentence);
        problem = sentence;
    }

    private static String reason(Exception e) {
        return e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.toString();
    }

    private boolean isDrafted(BundleName bundle) {
        Entry entry = entries.get(bundle);
        return entry != null && entry.drafted;
    }

    private @Nullable String knownCause(BundleName bundle) {
        Entry entry = entries.get(bundle);
        return entry == null || !entry.exists() ? null : entry.found.cause();
    }

    private void take(BundleFiles in, Listing listing) throws IOException {
        if (listing.foreign() > foreign) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    listing.foreign() + " files in " + in.dir().path() + " are not ours and left alone, such as "
                            + listing.anyForeign());
        }
        foreign = listing.foreign();
        for (BundleName name : List.copyOf(entries.keySet())) {
            if (!listing.bundles().containsKey(name)) put(name, in.look(name));
        }
        for (Map.Entry<BundleName, Found> each : listing.bundles().entrySet()) {
            put(each.getKey(), each.getValue());
            // The agent before, or a person, was interrupted between the files of one bundle.
            if (!entries.containsKey(each.getKey())) in.remove(each.getKey(), each.getValue());
        }
        overhead = in.overhead();
    }

    private void put(BundleName name, Found found) {
        Entry entry = entries.computeIfAbsent(name, fresh -> new Entry(fresh, found));
        entry.found = found;
        if (!entry.exists() && !entry.busy()) entries.remove(name);
    }

    @Override
    public List<Item> items() {
        lock.lock();
        try {
            return entries.values().stream()
                    .filter(Entry::exists)
                    .map(Entry::item)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long overhead() {
        lock.lock();
        try {
            return overhead;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    /** {@return things in the directory that are not ours} */
    public long foreign() {
        lock.lock();
        try {
            return foreign;
        } finally {
            lock.unlock();
        }
    }

    /** {@return every bundle, the newest first} */
    public List<Bundle> list() {
        lock.lock();
        try {
            return entries.values().stream()
                    .filter(Entry::exists)
                    .map(Entry::bundle)
                    .sorted(Comparator.comparing(Bundle::firedAt)
                            .thenComparing(Bundle::name)
                            .reversed())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the bundle of this name, or else the newest of the incident with this id} */
    public Optional<Bundle> find(String nameOrIncident) {
        List<Bundle> all = list();
        return all.stream()
                .filter(bundle -> bundle.name().equals(nameOrIncident))
                .findFirst()
                .or(() -> all.stream()
                        .filter(bundle -> bundle.incident().equals(nameOrIncident))
                        .findFirst());
    }

    /** {@return whether there is a bundle of this id} */
    boolean has(String id) {
        lock.lock();
        try {
            BundleName name = BundleName.parse(id);
            Entry entry = name == null ? null : entries.get(name);
            return entry != null && entry.exists();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the id the bundle of an incident has here} */
    static String id(String incident, String rule, Instant firedAt) {
        return BundleName.of(incident, rule, firedAt).base();
    }

    /**
     * Begins to add to the bundle of an incident, which may be there already.
     *
     * @param incident its id
     * @param rule that fired first
     * @param cause bundles of the same cause have the same
     * @param firedAt when the rule fired; the same for all that is added to one bundle
     * @param claim to which all is added that this takes; to be closed after the draft
     * @throws IOException when the directory cannot be used, or the bundle is being added to
     */
    public Draft begin(String incident, String rule, String cause, Instant firedAt, Claim claim) throws IOException {
        BundleName name = BundleName.of(incident, rule, firedAt);
        long most = directoryBytes();
        // Not with the lock held: it may delete something here.
        claim.more(most);
        boolean begun = false;
        lock.lock();
        try {
            BundleFiles in = files();
            if (isDrafted(name)) throw new IOException(name.base() + " is being added to");
            String known = knownCause(name);
            Entry entry = entries.get(name);
            if (entry == null) entry = new Entry(name, in.look(name));
            StateDir work = work(in, name);
            entry.drafted = true;
            entries.put(name, entry);
            begun = true;
            return new Draft(this, in, name, known == null ? BundleFiles.oneLine(cause) : known, work, claim, most);
        } finally {
            lock.unlock();
            // Not with the lock held either: the keeper asks this store with its own held.
            if (!begun) claim.keep(claim.bytes() - most);
        }
    }

    private long directoryBytes() throws IOException {
        lock.lock();
        try {
            return files().dir().mostOnDisk(1);
        } finally {
            lock.unlock();
        }
    }

    private StateDir work(BundleFiles in, BundleName name) throws IOException {
        try {
            return in.work(name);
        } catch (FileAlreadyExistsException e) {
            // Somebody else made it: that is a matter of this one only.
            throw e;
        } catch (IOException e) {
            broken(e);
            throw e;
        }
    }

    private BundleFiles files() throws IOException {
        BundleFiles open = files;
        if (open == null) throw new IOException(problem == null ? "the directory of bundles is closed" : problem);
        return open;
    }

    List<String> archives(BundleName bundle) {
        lock.lock();
        try {
            Entry entry = entries.get(bundle);
            return entry == null
                    ? List.of()
                    : entry.found.sizes().keySet().stream().map(bundle::archive).toList();
        } finally {
            lock.unlock();
        }
    }

    int nextNumber(BundleName bundle, int phase) {
        lock.lock();
        try {
            Entry entry = entries.get(bundle);
            return entry == null || !entry.exists()
                    ? phase
                    : Math.max(phase, entry.found.sizes().lastKey() + 1);
        } finally {
            lock.unlock();
        }
    }

    /** Gives an archive its name, and takes over what the bundle takes. */
    void finish(BundleName bundle, int number) throws IOException {
        lock.lock();
        try {
            BundleFiles in = files();
            in.publish(bundle, number);
            put(bundle, in.look(bundle));
            overhead = in.overhead();
        } finally {
            lock.unlock();
        }
    }

    /** The draft of a bundle is closed. */
    void drafted(BundleName bundle) throws IOException {
        lock.lock();
        try {
            Entry entry = entries.get(bundle);
            if (entry != null) entry.drafted = false;
            BundleFiles in = files();
            try {
                in.removeWork(bundle);
            } catch (IOException e) {
                // What was finished is no worse for it; the next look at the directory tries again.
                LOG.log(System.Logger.Level.WARNING, "what was collected for " + bundle.base() + " stays behind: " + e);
            }
            Found found = in.look(bundle);
            put(bundle, found);
            if (!entries.containsKey(bundle)) in.remove(bundle, found);
        } finally {
            lock.unlock();
        }
    }

    private final class Reading implements BundleCatalog.Opened {
        private final BundleName bundle;
        private final FileChannel channel;
        private boolean over;

        Reading(BundleName bundle, FileChannel channel) {
            this.bundle = bundle;
            this.channel = channel;
        }

        @Override
        public FileChannel channel() {
            return channel;
        }

        @Override
        public void close() throws IOException {
            if (over) return;
            over = true;
            // Before it can be deleted: an open file takes its room also without a name.
            try {
                channel.close();
            } finally {
                returned(bundle);
            }
        }
    }

    private void returned(BundleName bundle) {
        lock.lock();
        try {
            Entry entry = entries.get(bundle);
            if (entry != null) entry.readers--;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens an archive for reading.
     *
     * @throws NoSuchFileException when there is none of this name
     */
    public BundleCatalog.Opened read(String archive) throws IOException {
        Part part = BundleName.part(archive);
        lock.lock();
        try {
            Entry entry = part == null ? null : entries.get(part.bundle());
            if (part == null || entry == null || !entry.found.sizes().containsKey(part.number())) {
                throw new NoSuchFileException(archive);
            }
            FileChannel channel = files().dir().open(archive, StandardOpenOption.READ);
            entry.readers++;
            return new Reading(part.bundle(), channel);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has a bundle stay, or no longer.
     *
     * @return whether there is one of this name
     */
    public boolean pin(String bundle, boolean pinned) throws IOException {
        BundleName name = BundleName.parse(bundle);
        lock.lock();
        try {
            Entry entry = name == null ? null : entries.get(name);
            if (name == null || entry == null || !entry.exists()) return false;
            if (entry.found.pinned() == pinned) return true;
            BundleFiles in = files();
            in.pin(name, pinned);
            put(name, in.look(name));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a bundle because a person said so, also one that is pinned.
     *
     * @return whether it is gone; not while it is being added to or handed out
     */
    public boolean remove(String bundle) throws IOException {
        return remove(bundle, true);
    }

    @Override
    public boolean delete(Item item) throws IOException {
        return remove(item.id(), false);
    }

    private boolean remove(String bundle, boolean pinnedToo) throws IOException {
        BundleName name = BundleName.parse(bundle);
        lock.lock();
        try {
            Entry entry = name == null ? null : entries.get(name);
            if (name == null || entry == null) return true;
            if (entry.busy() || (entry.found.pinned() && !pinnedToo)) return false;
            BundleFiles in = files();
            try {
                in.remove(name, entry.found);
            } finally {
                put(name, in.look(name));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            BundleFiles closing = files;
            closed = true;
            files = null;
            if (closing != null) closing.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the directory of bundles did not close: " + e);
        } finally {
            lock.unlock();
        }
    }
}
