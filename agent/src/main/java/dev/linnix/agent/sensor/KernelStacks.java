package dev.linnix.agent.sensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.linnix.engine.KernelText;
import dev.linnix.kernel.BpfIterator;
import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where in the kernel the threads of one process wait: a walk of the task iterator, loaded for this once and taken away
 * again. No right to read {@code /proc/PID/stack} or {@code /proc/kallsyms} is needed.
 *
 * @param threads in the order of the kernel, at most {@link #MOST_THREADS}
 * @param all how many threads there are
 */
public record KernelStacks(List<ThreadStack> threads, int all) {
    /** Threads whose stack is read. */
    public static final int MOST_THREADS = 256;

    private static final int COMM_LENGTH = 16;
    static final int HEADER = 40; // struct linnix_stack, up to its frames
    static final int ROW = HEADER + 64 * Long.BYTES;

    /**
     * One thread.
     *
     * @param tid its id
     * @param comm its name, escaped
     * @param state as the kernel numbers it; 0 is running or ready to run
     * @param processStartNs start of its process, CLOCK_BOOTTIME, ns
     * @param frames from the innermost outward, as the kernel writes them, e.g. {@code do_sys_poll+0x1f/0x30}; empty for
     *     a thread that was running on another CPU
     */
    public record ThreadStack(int tid, String comm, int state, long processStartNs, List<String> frames) {}

    /** One row of the walk, its frames being addresses yet. */
    private record Row(int tid, String comm, int state, long start, List<Long> frames) {}

    /**
     * Reads them.
     *
     * @param pid of the process
     * @throws KernelException when the kernel does not allow it; {@link SensorProbe} puts it into words
     */
    public static KernelStacks of(int pid) throws KernelException {
        List<Row> rows = new ArrayList<>();
        Set<Long> addresses = new LinkedHashSet<>();
        int all;
        Map<Long, String> names;
        // One load for both: most of what a load takes is libbpf reading the types of the whole kernel.
        try (BpfObject object = SensorObjects.open("stacks")) {
            object.constant("target", pid);
            object.autoload("stacks", true);
            object.autoload(KernelNames.PROGRAM, true);
            object.load();
            all = walk(object, rows);
            for (Row row : rows) addresses.addAll(row.frames());
            names = addresses.isEmpty() ? Map.of() : KernelNames.of(addresses, object);
        }
        List<ThreadStack> threads = new ArrayList<>();
        for (Row row : rows) {
            List<String> frames = new ArrayList<>();
            for (long address : row.frames()) frames.add(names.getOrDefault(address, "?"));
            threads.add(new ThreadStack(row.tid(), row.comm(), row.state(), row.start(), List.copyOf(frames)));
        }
        return new KernelStacks(List.copyOf(threads), all);
    }

    /** {@return how many threads there are} */
    private static int walk(BpfObject object, List<Row> rows) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate((long) (MOST_THREADS + 1) * ROW, 8);
            long length = 0;
            try (BpfIterator walk = object.attach("stacks").walk()) {
                for (long n = -1; n != 0 && length < bytes.byteSize(); length += n)
                    n = walk.read(bytes.asSlice(length));
            }
            for (long at = 0; at + ROW <= length; at += ROW) {
                int tid = bytes.get(JAVA_INT, at + 8);
                if (tid == 0) return bytes.get(JAVA_INT, at + 16);
                rows.add(row(bytes, at, tid));
            }
            return rows.size();
        }
    }

    private static Row row(MemorySegment bytes, long at, int tid) {
        long[] frames = new long[Math.clamp(bytes.get(JAVA_INT, at + 20), 0, ROW - HEADER) / Long.BYTES];
        MemorySegment.copy(bytes, JAVA_LONG, at + HEADER, frames, 0, frames.length);
        byte[] comm = new byte[COMM_LENGTH];
        MemorySegment.copy(bytes, JAVA_BYTE, at + 24, comm, 0, comm.length);
        return new Row(
                tid,
                KernelText.escape(comm),
                bytes.get(JAVA_INT, at + 12),
                bytes.get(JAVA_LONG, at),
                Arrays.stream(frames).boxed().toList());
    }
}
