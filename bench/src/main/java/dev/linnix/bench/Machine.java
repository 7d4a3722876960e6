package dev.linnix.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the figures were taken.
 *
 * @param cpu model
 * @param cpus logical CPUs
 * @param memoryMb physical memory, MB (2^20 bytes)
 * @param kernel release
 * @param jdk vendor's version of the running Java
 * @param load averages over 1, 5 and 15 minutes, and runnable/all tasks, when asked
 */
record Machine(String cpu, int cpus, long memoryMb, String kernel, String jdk, String load) {

    /** {@return this machine now} */
    static Machine now() {
        return new Machine(
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ")[0]) / 1024,
                System.getProperty("os.version"),
                System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.runtime.version"),
                loadNow());
    }

    /** {@return load averages and tasks, as the kernel says} */
    static String loadNow() {
        String[] words = read("/proc/loadavg").split(" ");
        return String.join(" ", words[0], words[1], words[2]) + ", tasks " + words[3];
    }

    /** {@return threads that exist on this host} */
    static int tasks() {
        return Integer.parseInt(read("/proc/loadavg").split(" ")[3].split("/")[1]);
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .orElse("0 unknown");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
