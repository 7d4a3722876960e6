package dev.linnix.cli.demo;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The failures that a shell cannot cause, each in a JVM of its own. Bounded in time by itself, in memory, descriptors
 * and processes as stated with each.
 */
public final class Load {
    private static final int MEGABYTE = 1 << 20;

    private Load() {}

    /**
     * Misbehaves until it is killed or its time is over.
     *
     * @param args the scenario and how many seconds it may last
     */
    public static void main(String[] args) throws Exception {
        long millis = Long.parseLong(args[1]) * 1000;
        Thread end = new Thread(() -> endAfter(millis), "end");
        end.setDaemon(true);
        end.start();
        switch (args[0]) {
            case "memory-leak" -> leakMemory();
            case "cpu-spike" -> spin(Math.clamp(Runtime.getRuntime().availableProcessors() * 2L, 4, 16));
            case "runaway-tree" -> runAway();
            case "fd-leak" -> leakDescriptors();
            default -> throw new IllegalArgumentException("no such load: " + args[0]);
        }
        Thread.currentThread().join();
    }

    private static void endAfter(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            // Nobody interrupts; if someone does, ending early is right.
        }
        Runtime.getRuntime().halt(0);
    }

    /** 32 MB a second, up to 640 MB, and never into the last 512 MB of the host. */
    private static void leakMemory() throws IOException, InterruptedException {
        Arena leaked = Arena.global();
        for (int taken = 0; taken < 640 && availableMegabytes() > 512; taken += 4) {
            leaked.allocate(4L * MEGABYTE).fill((byte) taken);
            Thread.sleep(125);
        }
    }

    private static long availableMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemAvailable:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
        throw new IOException("/proc/meminfo: expected a line MemAvailable");
    }

    private static void spin(int threads) {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(Load::spinForEver, "spin");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void spinForEver() {
        while (true) Thread.onSpinWait();
    }

    /**
     * Two busy threads, four busy children, and twenty more children a second, of which at most 48 live at a time. A child
     * dies with the thread that started it, which is this one.
     */
    private static void runAway() throws IOException, InterruptedException {
        spin(2);
        for (int i = 0; i < 4; i++) child("sh", "-c", "while :; do :; done");
        List<Process> children = new ArrayList<>();
        while (true) {
            children.removeIf(child -> !child.isAlive());
            if (children.size() < 48) children.add(child("sleep", "2"));
            Thread.sleep(50);
        }
    }

    private static Process child(String... command) throws IOException {
        List<String> words = new ArrayList<>(Injector.DIES_WITH_ITS_PARENT);
        words.addAll(List.of(command));
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** 80 descriptors a second, up to the limit, which it then sits on. */
    private static void leakDescriptors() throws IOException, InterruptedException {
        Path file = Path.of("/dev/null");
        List<FileChannel> leaked = new ArrayList<>();
        while (true) {
            try {
                for (int i = 0; i < 4; i++) leaked.add(FileChannel.open(file));
            } catch (FileSystemException e) {
                System.err.println("at the limit with " + leaked.size() + ": " + e.getMessage());
                return;
            }
            Thread.sleep(50);
        }
    }
}
