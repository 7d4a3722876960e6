package dev.linnix.agent.sensor;

import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.kernel.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads one process from the files of {@code /proc/PID} that never wait for the process itself. Not thread-safe. */
final class ProcFiles {
    private static final int PF_KTHREAD = 0x00200000;
    /** Kernel values of a task's state by the letter {@code /proc/PID/stat} shows. */
    private static final String LETTERS = "RSDTtXZI";

    private static final int[] STATES = {0, 1, 2, 4, 8, 16, 32, 0x402};

    private final Path proc;

    ProcFiles(Path proc) {
        this.proc = proc;
    }

    /**
     * What {@code /proc/PID/stat} says. CPU time and start come in ticks, so they are off by up to one.
     *
     * @param comm name, one character per byte (ISO 8859-1)
     * @param state as the kernel numbers it
     * @param parent pid of the current parent
     * @param flags PF_ bits
     * @param cpuNs of the whole thread group
     * @param threads live
     * @param startNs since boot
     */
    record Stat(String comm, int state, int parent, long flags, long cpuNs, int threads, long startNs) {}

    /** {@return null when the process is gone} */
    @Nullable
    Stat stat(int pid) {
        byte[] bytes = bytes(pid, "stat");
        int open = indexOf(bytes, (byte) '(', 0, 1);
        int close = indexOf(bytes, (byte) ')', bytes.length - 1, -1);
        if (open < 0 || close < open) return null;
        String comm = new String(bytes, open + 1, close - open - 1, StandardCharsets.ISO_8859_1);
        String[] fields = new String(bytes, close + 2, bytes.length - close - 2, StandardCharsets.US_ASCII).split(" ");
        if (fields.length < 20) return null;
        int letter = LETTERS.indexOf(fields[0].charAt(0));
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new Stat(
                comm,
                letter < 0 ? 1 : STATES[letter],
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[6]),
                ticks * Host.TICK_NS,
                fields[0].equals("Z") ? 0 : Integer.parseInt(fields[17]),
                Long.parseLong(fields[19]) * Host.TICK_NS);
    }

    /** Fills in what status, limits and fd of a process say. */
    void describe(int pid, Stat stat, TaskRecord row) {
        int flags = (stat.flags() & PF_KTHREAD) != 0 ? RecordFlags.KERNEL_THREAD : 0;
        boolean memory = false;
        boolean initial = true;
        for (String line : lines(pid, "status")) {
            if (line.startsWith("Uid:")) row.uid(Integer.parseUnsignedInt(line.split("\\s+")[1]));
            if (line.startsWith("RssAnon:")) {
                memory = true;
                row.anonBytes(kilobytes(line));
            }
            if (line.startsWith("RssFile:")) row.fileBytes(kilobytes(line));
            if (line.startsWith("RssShmem:")) row.sharedBytes(kilobytes(line));
            if (line.startsWith("VmSwap:")) row.swapBytes(kilobytes(line));
            if (line.startsWith("NSpid:")) {
                String[] levels = line.split("\\s+");
                initial = levels.length == 2;
                if (!initial && levels[levels.length - 1].equals("1")) flags |= RecordFlags.PIDNS_INIT;
            }
        }
        for (String line : lines(pid, "limits")) {
            if (line.startsWith("Max open files")) row.fdLimit(limit(line.split("\\s{2,}")[1]));
        }
        int fds = openFiles(pid);
        if (fds < 0) flags |= RecordFlags.FDS_UNKNOWN;
        if (!memory) flags |= RecordFlags.NO_MEMORY;
        if (initial) flags |= RecordFlags.IN_INITIAL_PIDNS;
        row.fds(Math.max(fds, 0)).flags(flags);
    }

    /** {@return path of the control group in the unified hierarchy, or null} */
    @Nullable
    String cgroup(int pid) {
        for (String line : lines(pid, "cgroup")) if (line.startsWith("0::")) return line.substring(3);
        return null;
    }

    /** {@return the executable's path, or null when it may not be read or there is none} */
    @Nullable
    String executable(int pid) {
        try {
            return Files.readSymbolicLink(file(pid, "exe")).toString();
        } catch (IOException e) {
            return null;
        }
    }

    /** From 6.2 on the size of the directory is the number, for everyone; else only who may list it can count. */
    private int openFiles(int pid) {
        Path directory = file(pid, "fd");
        try {
            long size = Files.size(directory);
            if (size > 0) return (int) Math.min(size, Integer.MAX_VALUE);
            int count = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path ignored : files) count++;
            }
            return count;
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return -1;
        }
    }

    private Path file(int pid, String name) {
        return proc.resolve(Integer.toString(pid)).resolve(name);
    }

    /** {@return nothing when the process is gone or the file may not be read: both are normal here} */
    private byte[] bytes(int pid, String name) {
        try {
            return Files.readAllBytes(file(pid, name));
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private String[] lines(int pid, String name) {
        return new String(bytes(pid, name), StandardCharsets.ISO_8859_1).split("\n");
    }

    /** {@code RssAnon:     123 kB}. */
    private static long kilobytes(String line) {
        return Long.parseLong(line.split("\\s+")[1]) * 1024;
    }

    private static long limit(String text) {
        return text.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(text);
    }

    private static int indexOf(byte[] bytes, byte wanted, int from, int step) {
        for (int at = from; at >= 0 && at < bytes.length; at += step) if (bytes[at] == wanted) return at;
        return -1;
    }
}
