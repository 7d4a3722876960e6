package dev.linnix.agent.evidence;

import dev.linnix.agent.evidence.BundleName.Part;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.state.StateDir;
import dev.linnix.kernel.Allocation;
import dev.linnix.kernel.Allocation.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of bundles in their directory: which are ours, and how they are made and removed. Ours is what has a name of
 * ours, is a regular file (a directory of ours a real one), and belongs to our user. Nothing else is touched, and nothing
 * that is there is written over. Keeps no state.
 */
final class BundleFiles implements Closeable {
    private static final String PART = ".part-";
    private static final String WORK = ".work-";
    private static final String PROBE = ".probe";

    /** Longest text of a cause, bytes. */
    private static final int LONGEST_CAUSE = 1000;

    /**
     * What there is of one bundle.
     *
     * @param sizes of the archives, bytes, by number
     * @param cause as it was written; the name of the bundle when it was not
     * @param bytes of disk that all of it takes
     */
    record Found(TreeMap<Integer, Long> sizes, String cause, boolean pinned, long bytes) {
        private static Found nothing(BundleName bundle) {
            return new Found(new TreeMap<>(), bundle.base(), false, 0);
        }

        private Found with(Part part, Allocation.Entry file, String nextCause) {
            if (part.kind() == BundleName.Kind.ARCHIVE) sizes.put(part.number(), file.size());
            return new Found(sizes, nextCause, pinned || part.kind() == BundleName.Kind.PIN, bytes + file.allocated());
        }
    }

    /**
     * All there is.
     *
     * @param foreign things that are not ours
     * @param anyForeign name of one of them
     */
    record Listing(
            Map<BundleName, Found> bundles,
            long foreign,
            @Nullable String anyForeign) {}

    private static final System.Logger LOG = System.getLogger(BundleFiles.class.getName());

    private final StateDir dir;
    private final int user = Allocation.user();

    BundleFiles(StateDir dir) {
        this.dir = dir;
    }

    StateDir dir() {
        return dir;
    }

    /** {@return name of an archive or cause that is being written} */
    static String part(String name) {
        return PART + name;
    }

    private static String workName(BundleName bundle) {
        return WORK + bundle.base();
    }

    /**
     * Reads the directory, and removes what is half made and nobody is making any more.
     *
     * @param making whether a bundle is being added to
     * @param known the cause of a bundle as far as it is known; null when it has to be read
     */
    Listing list(Predicate<BundleName> making, Function<BundleName, @Nullable String> known) throws IOException {
        Map<BundleName, Found> bundles = new HashMap<>();
        List<String> foreign = new ArrayList<>();
        long[] count = new long[1];
        // One by one: somebody else may have put any number of things there.
        dir.forEach(name -> {
            Part part = BundleName.part(name);
            if (part == null ? half(name, making) : add(bundles, part, name, known)) return;
            if (foreign.isEmpty()) foreign.add(name);
            count[0]++;
        });
        return new Listing(bundles, count[0], foreign.isEmpty() ? null : foreign.getFirst());
    }

    /** Returns whether it is something of ours that is, or was, being made. */
    private boolean half(String name, Predicate<BundleName> making) throws IOException {
        BundleName bundle = null;
        if (name.startsWith(WORK)) bundle = BundleName.parse(name.substring(WORK.length()));
        Part part = name.startsWith(PART) ? BundleName.part(name.substring(PART.length())) : null;
        if (part != null) bundle = part.bundle();
        if (bundle == null) return false;
        Allocation.Entry file = stat(name);
        if (file == null) return true;
        if (!isOurs(file, part == null ? Kind.DIRECTORY : Kind.FILE)) return false;
        if (making.test(bundle)) return true;
        try {
            if (part == null) dir.deleteTree(name);
            else dir.delete(name);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, name + " is half made and cannot be removed: " + e);
        }
        return true;
    }

    private boolean add(
            Map<BundleName, Found> bundles, Part part, String name, Function<BundleName, @Nullable String> known)
            throws IOException {
        Allocation.Entry file = stat(name);
        if (file == null) return true;
        if (!isOurs(file, Kind.FILE)) return false;
        Found found = bundles.getOrDefault(part.bundle(), Found.nothing(part.bundle()));
        String cause = found.cause();
        if (part.kind() == BundleName.Kind.CAUSE) {
            String before = known.apply(part.bundle());
            cause = before == null ? readCause(name, cause) : before;
        }
        bundles.put(part.bundle(), found.with(part, file, cause));
        return true;
    }

    private Allocation.@Nullable Entry stat(String name) throws IOException {
        try {
            return dir.stat(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private boolean isOurs(Allocation.Entry file, Kind kind) {
        return file.kind() == kind && file.uid() == user;
    }

    private String readCause(String name, String unknown) throws IOException {
        String cause = dir.read(name).strip();
        return cause.isEmpty() ? unknown : cause;
    }

    /** {@return what there is of one bundle now} */
    Found look(BundleName bundle) throws IOException {
        Map<BundleName, Found> found = new HashMap<>();
        add(found, new Part(bundle, BundleName.Kind.CAUSE, 0), bundle.cause(), unread -> null);
        add(found, new Part(bundle, BundleName.Kind.PIN, 0), bundle.pin(), unread -> null);
        for (int number = 1; number <= BundleName.MOST_ARCHIVES; number++) {
            add(found, new Part(bundle, BundleName.Kind.ARCHIVE, number), bundle.archive(number), unread -> null);
        }
        return found.getOrDefault(bundle, Found.nothing(bundle));
    }

    /**
     * Tries whether a file can be made here.
     *
     * @throws IOException when it cannot
     */
    void probe() throws IOException {
        Allocation.Entry left = stat(PROBE);
        if (left != null && isOurs(left, Kind.FILE)) dir.delete(PROBE);
        dir.open(PROBE, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
        dir.delete(PROBE);
    }

    /** {@return bytes that the directory takes, and what it may grow by with the next name} */
    long overhead() throws IOException {
        return dir.stat(".").allocated() + dir.mostOnDisk(1);
    }

    /** Makes the directory in which an archive is prepared. */
    StateDir work(BundleName bundle) throws IOException {
        checkFree(workName(bundle));
        return dir.below(workName(bundle));
    }

    /** Removes that directory. */
    void removeWork(BundleName bundle) throws IOException {
        dir.deleteTree(workName(bundle));
    }

    void checkFree(String name) throws IOException {
        if (stat(name) != null) throw new FileAlreadyExistsException(name);
    }

    /** {@return the cause as it is stored: one line, of bounded length} */
    static String oneLine(String cause) {
        CharBuffer line = CharBuffer.wrap(cause.strip().replaceAll("\\p{Cntrl}", " "));
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_CAUSE);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(line, bytes, true);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    }

    /** Writes the cause of a bundle unless it is there; returns the bytes of disk it takes, which were claimed. */
    long writeCause(BundleName bundle, String cause, Claim claim) throws IOException {
        Allocation.Entry there = stat(bundle.cause());
        if (there != null && isOurs(there, Kind.FILE)) return 0;
        checkFree(bundle.cause());
        byte[] text = (cause + "\n").getBytes(StandardCharsets.UTF_8);
        long most = dir.mostOnDisk(text.length);
        claim.more(most);
        String part = part(bundle.cause());
        try {
            try (FileChannel channel = dir.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text);
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            dir.rename(part, bundle.cause());
            return most;
        } catch (IOException e) {
            dir.delete(part);
            claim.keep(claim.bytes() - most);
            throw e;
        }
    }

    /** Gives an archive its name. */
    void publish(BundleName bundle, int number) throws IOException {
        String name = bundle.archive(number);
        checkFree(name);
        dir.rename(part(name), name);
    }

    /** Makes or removes a pin. */
    void pin(BundleName bundle, boolean pinned) throws IOException {
        if (pinned) {
            dir.open(bundle.pin(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
        } else {
            dir.delete(bundle.pin());
        }
        dir.force();
    }

    /** Removes all files of a bundle, the last archive first: what a crash leaves begins at the beginning. */
    void remove(BundleName bundle, Found found) throws IOException {
        for (int number : found.sizes().descendingKeySet()) dir.delete(bundle.archive(number));
        if (found.pinned()) dir.delete(bundle.pin());
        Allocation.Entry cause = stat(bundle.cause());
        if (cause != null && isOurs(cause, Kind.FILE)) dir.delete(bundle.cause());
    }

    @Override
    public void close() throws IOException {
        dir.close();
    }
}
