package dev.linnix.agent.api;

import dev.linnix.agent.evidence.Bundle;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** Bundles that a test puts there, the latest first. */
@NullMarked
final class FakeBundles implements BundleCatalog {
    private final Path directory;
    private final Map<String, Bundle> bundles = new LinkedHashMap<>();

    /** Archives that were opened and not closed yet. */
    final AtomicInteger open = new AtomicInteger();

    FakeBundles(Path directory) {
        this.directory = directory;
    }

    /** Keeps a bundle of one archive. */
    synchronized void add(String id, boolean inProgress, byte[] archive) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve(TestBundle.ARCHIVE), archive);
        List<Bundle.Archive> archives = List.of(new Bundle.Archive(TestBundle.ARCHIVE, 1, archive.length));
        Instant made = Instant.parse("2026-01-31T12:00:00Z");
        bundles.put(
                id, new Bundle(id, id, "rule of " + id, made, "cause", false, inProgress, archive.length, archives));
    }

    /** Keeps one that has no archive yet. */
    synchronized void begin(String id) {
        bundles.put(id, new Bundle(id, id, "rule", Instant.EPOCH, "cause", false, true, 0, List.of()));
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
    public synchronized Opened open(String id, String archive) throws IOException {
        if (!bundles.containsKey(id)) throw new NoSuchFileException(archive);
        FileChannel channel = FileChannel.open(directory.resolve(archive));
        open.incrementAndGet();
        return new Opened() {
            @Override
            public FileChannel channel() {
                return channel;
            }

            @Override
            public void close() throws IOException {
                channel.close();
                open.decrementAndGet();
            }
        };
    }

    @Override
    public synchronized boolean pin(String id, boolean pinned) {
        return bundles.computeIfPresent(
                        id,
                        (_, b) -> new Bundle(
                                b.name(),
                                b.incident(),
                                b.rule(),
                                b.firedAt(),
                                b.cause(),
                                pinned,
                                b.busy(),
                                b.bytes(),
                                b.archives()))
                != null;
    }

    @Override
    public synchronized boolean remove(String id) {
        return bundles.remove(id) != null;
    }
}
