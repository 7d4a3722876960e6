package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.sensor.CpuSample;
import dev.linnix.engine.KernelText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each stack was seen. Stacks lie one behind the other in one array of words: a head and their frames. When there
 * are too many, of new ones only the leaf is kept, and when even these are too many they are counted as dropped. Not
 * thread-safe.
 */
final class StackTable {
    private static final int MOST_STACKS = 20_000;
    private static final int MOST_WORDS = 1 << 19; // 4 MB
    /** Beyond the limits, for leaves alone. */
    private static final int MORE_STACKS = 4000;

    private static final int MOST_NAMES = 256;
    private static final int MOST_PROCESSES = 1024;
    private static final int SLOTS = 1 << 16;
    private static final String OTHER = "[other threads]";

    private final int mostStacks;
    private final int[] slots = new int[SLOTS]; // 1 + number of the stack
    private int[] starts = new int[256];
    private int[] counts = new int[256];
    private long[] words = new long[4096];
    private int size;
    private int used;
    private final Map<String, Integer> nameNumbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Integer, Integer> processes = new TreeMap<>();
    private final Map<Integer, String> processNames = new HashMap<>();
    private long samples;
    private long inKernel;
    private long cut;
    private long dropped;

    StackTable() {
        this(MOST_STACKS);
    }

    StackTable(int mostStacks) {
        this.mostStacks = mostStacks;
    }

    /** Counts one sample. */
    void add(CpuSample sample) {
        add(
                sample.pid(),
                sample.space(),
                KernelText.escape(sample.comm()),
                sample.kernelFrames(),
                sample.userFrames(),
                sample.frames());
    }

    void add(int pid, int space, String comm, int kernel, int user, long[] frames) {
        samples++;
        if (kernel > 0) inKernel++;
        if (processes.containsKey(pid) || processes.size() < MOST_PROCESSES) {
            processes.merge(pid, 1, Integer::sum);
            processNames.putIfAbsent(pid, comm);
        }
        int name = nameNumber(comm);
        if (count(head(space, name, kernel, user, false), frames, kernel + user, mostStacks, MOST_WORDS)) return;
        int leaves = Math.min(1, kernel + user);
        long head = head(space, name, kernel > 0 ? leaves : 0, kernel > 0 ? 0 : leaves, true);
        if (count(head, frames, leaves, mostStacks + MORE_STACKS, MOST_WORDS + 2 * MORE_STACKS)) cut++;
        else dropped++;
    }

    private int nameNumber(String comm) {
        Integer known = nameNumbers.get(comm);
        if (known != null) return known;
        if (names.size() == MOST_NAMES) return MOST_NAMES - 1;
        String name = names.size() == MOST_NAMES - 1 ? OTHER : comm;
        names.add(name);
        nameNumbers.put(name, names.size() - 1);
        return names.size() - 1;
    }

    private static long head(int space, int name, int kernel, int user, boolean cut) {
        return (long) space << 32 | (cut ? 1L << 31 : 0) | (long) name << 16 | (long) kernel << 8 | user;
    }

    private boolean count(long head, long[] frames, int length, int stacks, int room) {
        int slot = hash(head, frames, length);
        while (slots[slot] != 0) {
            int stack = slots[slot] - 1;
            int at = starts[stack];
            if (words[at] == head && Arrays.equals(words, at + 1, at + 1 + length, frames, 0, length)) {
                counts[stack]++;
                return true;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (size >= stacks || used + 1 + length > room) return false;
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        while (used + 1 + length > words.length) words = Arrays.copyOf(words, 2 * words.length);
        words[used] = head;
        System.arraycopy(frames, 0, words, used + 1, length);
        starts[size] = used;
        counts[size] = 1;
        used += 1 + length;
        slots[slot] = ++size;
        return true;
    }

    private static int hash(long head, long[] frames, int length) {
        long hash = head * 0x9e3779b97f4a7c15L;
        for (int i = 0; i < length; i++) hash = (hash ^ frames[i]) * 0x9e3779b97f4a7c15L;
        return (int) (hash >>> 48) & (SLOTS - 1);
    }

    /** {@return different stacks} */
    int size() {
        return size;
    }

    int count(int stack) {
        return counts[stack];
    }

    /** {@return the process whose memory map says what the addresses mean} */
    int space(int stack) {
        return (int) (words[starts[stack]] >> 32);
    }

    /** {@return name of the thread} */
    String comm(int stack) {
        return names.get((int) (words[starts[stack]] >> 16) & 0x7fff);
    }

    /** {@return whether only the leaf was kept} */
    boolean isCut(int stack) {
        return (words[starts[stack]] & 1L << 31) != 0;
    }

    int kernelFrames(int stack) {
        return (int) (words[starts[stack]] >> 8) & 0xff;
    }

    int userFrames(int stack) {
        return (int) words[starts[stack]] & 0xff;
    }

    /** {@return an address, from the leaf outward, the kernel's first} */
    long frame(int stack, int index) {
        return words[starts[stack] + 1 + index];
    }

    /** {@return samples counted, those that were cut or dropped included} */
    long samples() {
        return samples;
    }

    /** {@return samples taken in the kernel} */
    long inKernel() {
        return inKernel;
    }

    /** {@return samples of which only the leaf was kept} */
    long cut() {
        return cut;
    }

    /** {@return samples whose stack was not kept at all} */
    long dropped() {
        return dropped;
    }

    /** {@return samples by process; at most 1024 of these} */
    Map<Integer, Integer> processes() {
        return processes;
    }

    String processName(int pid) {
        return processNames.getOrDefault(pid, "?");
    }
}
