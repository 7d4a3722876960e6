package dev.linnix.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One run: what the benchmarks need, and where their figures go. Used by one thread but for {@link #close}. */
final class Bench implements AutoCloseable {
    private final boolean quick;
    private final int minutes;
    private final PrintStream progress;
    private final Path directory;
    private final Tools tools;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Child> children = new ArrayList<>();
    private int started;

    /**
     * Prepares a run.
     *
     * @param quick as short as still makes sense: to see that it works, not to measure
     * @param minutes length of the soak
     * @param progress where a line is printed for each step
     */
    Bench(boolean quick, int minutes, PrintStream progress) throws IOException {
        this.quick = quick;
        this.minutes = minutes;
        this.progress = progress;
        directory = Files.createTempDirectory("linnix-bench");
        tools = new Tools(directory);
    }

    boolean quick() {
        return quick;
    }

    int minutes() {
        return minutes;
    }

    /** {@return {@code full}, or {@code shortened} in a quick run} */
    int times(int full, int shortened) {
        return quick ? shortened : full;
    }

    Tools tools() {
        return tools;
    }

    /** {@return a directory for this run, removed at its end} */
    Path directory() {
        return directory;
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    void report(Figure figure) {
        figures.add(figure);
    }

    /** Says what is going on. */
    void say(String what) {
        progress.println("bench: " + what);
    }

    /** Starts a process that ends with this run at the latest. */
    synchronized Child start(String name, List<String> command) throws IOException {
        Child child = Child.start(name, command, directory.resolve(name.replace(' ', '-') + "." + started++ + ".log"));
        children.removeIf(old -> !old.isAlive());
        children.add(child);
        return child;
    }

    /** Waits; the only reason to wait is that time itself is measured. */
    static void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    /** Ends what still runs and removes what was written. */
    @Override
    public synchronized void close() {
        for (Child child : children) child.close();
        children.clear();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            progress.println("bench: cannot remove " + directory + ": " + e.getMessage());
        }
    }
}
