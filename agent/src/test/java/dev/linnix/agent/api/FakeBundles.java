package dev.linnix.agent.api;

import dev.linnix.agent.evidence.BundleCatalog;
import dev.linnix.evidence.TestBundle;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** Bundles that a test puts there, the latest first. */
@NullMarked
final class FakeBundles implements BundleCatalog {
    private final Path directory;
    private final Map<String, Bundle> bundles = new LinkedHashMap<>();

    FakeBundles(Path directory) {
        this.directory = directory;
    }

    /** Keeps a bundle of one archive. */
    synchronized void add(String id, boolean inProgress, byte[] archive) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve(TestBundle.ARCHIVE), archive);
        List<Archive> archives = List.of(new Archive(TestBundle.ARCHIVE, 1, archive.length));
        Instant made = Instant.parse("2026-01-31T12:00:00Z");
        bundles.put(id, new Bundle(id, "rule of " + id, "cause", made, archives, false, inProgress, archive.length));
    }

    /** Keeps one that has no archive yet. */
    synchronized void begin(String id) {
        bundles.put(id, new Bundle(id, "rule", "cause", Instant.EPOCH, List.of(), false, true, 0));
    }

    @Override
    public synchronized List<Bundle> list() {
        return new ArrayList<>(bundles.values()).reversed();
    }

    @Override
    public synchronized Optional<Bundle> find(String id) {
        return Optional.ofNullable(bundles.get(id));
    }

    @Override
    public synchronized FileChannel open(String id, String archive) throws IOException {
        if (!bundles.containsKey(id)) throw new NoSuchFileException(archive);
        return FileChannel.open(directory.resolve(archive));
    }

    @Override
    public synchronized boolean pin(String id, boolean pinned) {
        return bundles.computeIfPresent(
                        id,
                        (_, b) -> new Bundle(
                                b.id(), b.rule(), b.cause(), b.made(), b.archives(), pinned, b.inProgress(), b.bytes()))
                != null;
    }

    @Override
    public synchronized boolean remove(String id) {
        return bundles.remove(id) != null;
    }
}
