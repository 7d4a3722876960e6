package dev.linnix.bench;

import dev.linnix.kernel.Allocation;
import dev.linnix.kernel.Allocation.Entry;
import dev.linnix.kernel.Allocation.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks every 10 ms at what a directory and all below it take on disk, as {@code du} counts it, and notes the first bundle
 * of each cause. A file that goes while it is looked at counts nothing, one that takes its place meanwhile counts beside it; one that has no name any more but is still open
 * cannot be seen from outside. Figures are there once it has ended.
 */
final class DiskWatch implements AutoCloseable {
    /** End of the name of a first archive. */
    static final String ARCHIVE = ".tar.zst";

    private static final String CAUSE = ".cause";
    private static final Duration PERIOD = Duration.ofMillis(10);

    private final Path top;
    private final long budget;
    private final List<Double> intervalsMs = new ArrayList<>();
    private final Map<String, String> firstOfCause = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Thread thread;
    private volatile boolean over;
    private volatile @Nullable RuntimeException failure;
    private long most;
    private long above;
    private long samples;

    /**
     * Begins.
     *
     * @param top directory
     * @param budget bytes that it may take
     */
    DiskWatch(Path top, long budget) {
        this.top = top;
        this.budget = budget;
        thread = Thread.ofPlatform().daemon().name("bench-disk").start(this::run);
    }

    private void run() {
        try {
            long last = System.nanoTime();
            long due = last;
            while (!over) {
                long sum = allocated(top);
                samples++;
                most = Math.max(most, sum);
                if (sum > budget) above++;
                if (samples % 10 == 0) noteCauses();
                due = Math.max(due + PERIOD.toNanos(), System.nanoTime());
                long left = due - System.nanoTime();
                if (left > 0) Bench.pause(Duration.ofNanos(left));
                long now = System.nanoTime();
                intervalsMs.add((now - last) / 1e6);
                last = now;
            }
        } catch (IOException e) {
            failure = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long allocated(Path path) throws IOException {
        Entry entry;
        try {
            entry = Allocation.of(path);
        } catch (NoSuchFileException e) {
            return 0;
        }
        long sum = entry.allocated();
        if (entry.kind() != Kind.DIRECTORY) return sum;
        for (Path below : list(path)) sum += allocated(below);
        return sum;
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** A tenth of a second is soon enough, as bundles of a cause are a second or more apart. */
    private void noteCauses() throws IOException {
        for (Path file : list(top.resolve("bundles"))) {
            String name = file.getFileName().toString();
            if (name.startsWith(".") || !name.endsWith(CAUSE)) continue;
            String bundle = name.substring(0, name.length() - CAUSE.length());
            if (known.contains(bundle) || !Files.exists(file.resolveSibling(bundle + ARCHIVE))) continue;
            try {
                firstOfCause.putIfAbsent(
                        Files.readString(file, StandardCharsets.UTF_8).strip(), bundle);
            } catch (FileSystemException e) {
                // It was deleted, so it was not the first.
            }
        }
    }

    /** {@return all archives of bundles below a state directory} */
    static List<Path> archives(Path state) throws IOException {
        return list(state.resolve("bundles")).stream()
                .filter(file -> file.getFileName().toString().startsWith("incident-")
                        && file.getFileName().toString().endsWith(ARCHIVE))
                .toList();
    }

    /** {@return most bytes at any sample} */
    long most() {
        return most;
    }

    /** {@return samples above the budget} */
    long above() {
        return above;
    }

    /** {@return how often it has looked} */
    long samples() {
        return samples;
    }

    /** {@return time between two looks, ms} */
    Samples intervals() {
        return Samples.of(intervalsMs);
    }

    /** {@return name of the first bundle by cause} */
    Map<String, String> firstOfCause() {
        return firstOfCause;
    }

    @Override
    public void close() {
        end();
    }

    /** Ends the looking; figures are there from now on. */
    void end() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeException why = failure;
        if (why != null) throw why;
    }
}
