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
            case "cpu-spike" -> spin(spinners());
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

    /**
     * {@return so many that they get most of the CPU even while others are busy, for the kernel may divide it by threads: two
     * for each core, but 16 to 64}
     */
    private static int spinners() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() * 2L, 16, 64);
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
     * Two busy threads, four busy children, which die with the thread that started them, this one, and up to six more
     * children a second with three children each; at most 48 of these live, none longer than 2 s.
     */
    private static void runAway() throws IOException, InterruptedException {
        spin(2);
        List<String> busy = new ArrayList<>(Injector.DIES_WITH_ITS_PARENT);
        busy.addAll(List.of("sh", "-c", "while :; do :; done"));
        for (int i = 0; i < 4; i++) child(busy);
        List<String> family = List.of("sh", "-c", "sleep 2 & sleep 2 & sleep 2 & wait");
        List<Process> families = new ArrayList<>();
        while (true) {
            families.removeIf(root -> !root.isAlive());
            if (families.size() < 12) families.add(child(family));
            Thread.sleep(150);
        }
    }

    private static Process child(List<String> command) throws IOException {
        return new ProcessBuilder(command)
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
