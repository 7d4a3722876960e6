package dev.linnix.agent.host;

import dev.linnix.engine.HostFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What is constant while the agent runs.
 *
 * @param name host name
 * @param kernel release, as uname -r
 * @param bootId of the running boot
 * @param cgroups which cgroup hierarchies there are
 * @param btf whether the kernel describes its types
 * @param facts what the engine must know
 */
public record Host(String name, String kernel, String bootId, Cgroups.Mode cgroups, boolean btf, HostFacts facts) {

    /** Pages that a per-CPU memory counter may hold back, and never less than this many. */
    private static final int COUNTER_BATCH = 32;

    private static final long AT_PAGESZ = 6;

    /**
     * Reads /proc and /sys.
     *
     * @throws UncheckedIOException when /proc is not mounted
     */
    public static Host read() {
        int cpus = possibleCpus();
        // percpu_counter_batch is max(32, 2 * CPUs) pages, and each CPU may hold back one batch.
        int pageSize = pageSize();
        long memoryError = (long) Math.max(COUNTER_BATCH, 2 * cpus) * cpus * pageSize;
        return new Host(
                line("/proc/sys/kernel/hostname"),
                line("/proc/sys/kernel/osrelease"),
                line("/proc/sys/kernel/random/boot_id"),
                Cgroups.Mode.detect(),
                Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")),
                new HostFacts(
                        cpus,
                        memoryBytes(),
                        pageSize,
                        (int) ProcessHandle.current().pid(),
                        memoryError));
    }

    private static int possibleCpus() {
        Path possible = Path.of("/sys/devices/system/cpu/possible");
        if (!Files.isReadable(possible)) return Runtime.getRuntime().availableProcessors();
        String range = line(possible.toString());
        return Integer.parseInt(range.substring(Math.max(range.lastIndexOf('-'), range.lastIndexOf(',')) + 1)) + 1;
    }

    private static long memoryBytes() {
        for (String line : text("/proc/meminfo").split("\n")) {
            String[] words = line.split(" +");
            if (words[0].toLowerCase(Locale.ROOT).equals("memtotal:")) return Long.parseLong(words[1]) * 1024;
        }
        throw new UncheckedIOException(new IOException("/proc/meminfo has no MemTotal"));
    }

    /** From the auxiliary vector: pairs of words, as the kernel handed them to this process. */
    private static int pageSize() {
        try {
            ByteBuffer vector = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
                    .order(ByteOrder.nativeOrder());
            while (vector.remaining() >= 2 * Long.BYTES) {
                long key = vector.getLong();
                long value = vector.getLong();
                if (key == AT_PAGESZ) return (int) value;
            }
            throw new UncheckedIOException(new IOException("/proc/self/auxv does not tell the page size"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/self/auxv: is /proc mounted?", e);
        }
    }

    private static String line(String path) {
        return text(path).strip();
    }

    private static String text(String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": is /proc mounted?", e);
        }
    }
}
