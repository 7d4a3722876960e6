package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.sensor.CpuSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the samples mean: stacks of names. Callers of user code are found by frame pointers, which much code does not keep;
 * a chain that goes astray ends early or in nonsense. So only a stack that reaches a function every thread begins with is
 * believed; of any other only the innermost user frame is, which is where the processor was.
 */
final class Profile {
    /** Share of the stacks that must reach a beginning for callers to be shown, percent. */
    static final int SHOWN_FROM = 80;

    private static final String CALLERS_UNKNOWN = "[callers unknown]";
    private static final int MOST_PLACES = 10_000;

    /** What threads begin with: C and what is linked like it, Go, Java. */
    private static final Set<String> BEGINNINGS = Set.of(
            "main",
            "_start",
            "__libc_start_main",
            "__libc_start_main_impl",
            "__libc_start_call_main",
            "start_thread",
            "clone",
            "__clone",
            "clone3",
            "__clone3",
            "thread_native_entry",
            "runtime.goexit",
            "runtime.goexit.abi0",
            "runtime.mstart",
            "runtime.rt0_go",
            "runtime.main",
            "call_stub",
            "StubRoutines::call_stub");

    /**
     * A stack of names.
     *
     * @param names from the thread's name inward, as they stand in folded stacks
     * @param count samples
     */
    record Stack(List<String> names, long count) {}

    private final List<Stack> stacks = new ArrayList<>();
    private final Map<Frame, Long> leaves = new HashMap<>();
    private final Map<Frame, Long> kernelCallers = new HashMap<>();
    private final Map<String, Long> unnamedPlaces = new HashMap<>();
    private final Map<String, String> shared = new HashMap<>();
    private long kept;
    private long whole;
    private long bare;

    private Profile() {}

    /**
     * Names the stacks.
     *
     * @param deadline of {@link System#nanoTime}, after which no further map or file is looked into
     */
    static Profile of(StackTable table, Symbols symbols, long deadline) throws InterruptedException {
        for (int stack = 0; stack < table.size(); stack++) {
            for (int i = 0; i < table.userFrames(stack); i++) {
                symbols.look(table.space(stack), user(table, stack, i), deadline);
            }
        }
        for (int stack = 0; stack < table.size(); stack++) {
            for (int i = 0; i < table.userFrames(stack); i++) {
                symbols.want(table.space(stack), user(table, stack, i), table.count(stack));
            }
            for (int i = 0; i < table.kernelFrames(stack); i++) symbols.wantKernel(kernel(table, stack, i));
        }
        symbols.resolve(deadline);
        Profile profile = new Profile();
        Map<List<String>, Long> merged = new HashMap<>();
        for (int stack = 0; stack < table.size(); stack++) {
            merged.merge(profile.name(table, stack, symbols), (long) table.count(stack), Long::sum);
        }
        merged.forEach((names, count) -> profile.stacks.add(new Stack(names, count)));
        profile.stacks.sort((a, b) -> compare(a.names(), b.names()));
        return profile;
    }

    /** An address behind a call belongs to the instruction before it, that of the leaf is one itself. */
    private static long user(StackTable table, int stack, int i) {
        long address = table.frame(stack, table.kernelFrames(stack) + i);
        return i == 0 ? address : address - 1;
    }

    /** The kernel takes every address for one behind a call. */
    private static long kernel(StackTable table, int stack, int i) {
        long address = table.frame(stack, i);
        return i == 0 ? address + 1 : address;
    }

    private List<String> name(StackTable table, int stack, Symbols symbols) {
        long count = table.count(stack);
        int space = table.space(stack);
        int kernelFrames = table.kernelFrames(stack);
        int userFrames = table.userFrames(stack);
        List<Frame> user = new ArrayList<>(userFrames);
        for (int i = 0; i < userFrames; i++) user.add(symbols.frame(space, user(table, stack, i)));
        List<Frame> kernel = new ArrayList<>(kernelFrames);
        for (int i = 0; i < kernelFrames; i++) kernel.add(symbols.kernelFrame(kernel(table, stack, i)));

        if (kernelFrames + userFrames > 0) {
            Frame leaf = kernelFrames > 0 ? kernel.getFirst() : user.getFirst();
            leaves.merge(leaf, count, Long::sum);
            if (kernelFrames > 0 && userFrames > 0) kernelCallers.merge(user.getFirst(), count, Long::sum);
            if (!leaf.named() && kernelFrames == 0) unnamed(symbols.place(space, user(table, stack, 0)), count);
        } else {
            bare += count;
        }

        int beginning = beginning(user);
        // A stack of the kernel alone is whole: the kernel finds its own callers by tables. It may only be too long.
        boolean reaches = !table.isCut(stack)
                && (userFrames > 0 ? beginning >= 0 : kernelFrames > 0 && kernelFrames < CpuSample.MOST_FRAMES);
        kept += count;
        if (reaches) whole += count;
        List<String> names = new ArrayList<>();
        names.add(share(table.comm(stack).replace(';', ',')));
        if (!reaches) names.add(CALLERS_UNKNOWN);
        List<Frame> believed = reaches ? user.subList(0, beginning + 1) : user.subList(0, Math.min(1, userFrames));
        for (Frame frame : believed.reversed()) names.add(share(frame.folded()));
        for (Frame frame : kernel.reversed()) names.add(share(frame.folded()));
        return names;
    }

    /** {@return the outermost frame that is a beginning, or -1} */
    private static int beginning(List<Frame> frames) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).named() && BEGINNINGS.contains(frames.get(i).name())) return i;
        }
        return -1;
    }

    private String share(String name) {
        return shared.computeIfAbsent(name, same -> same);
    }

    private void unnamed(String place, long count) {
        if (unnamedPlaces.size() < MOST_PLACES || unnamedPlaces.containsKey(place)) {
            unnamedPlaces.merge(place, count, Long::sum);
        }
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < a.size() && i < b.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) return order;
        }
        return Integer.compare(a.size(), b.size());
    }

    /** {@return whether callers can be believed} */
    boolean showsCallers() {
        return kept > 0 && whole * 100 >= kept * SHOWN_FROM;
    }

    /** {@return share of the stacks that reach a beginning, percent} */
    double wholePercent() {
        return kept == 0 ? 0 : 100.0 * whole / kept;
    }

    /** {@return samples without a single frame} */
    long bare() {
        return bare;
    }

    /** {@return the stacks in the order of their names} */
    List<Stack> stacks() {
        return Collections.unmodifiableList(stacks);
    }

    /** {@return samples by the function that ran} */
    Map<Frame, Long> leaves() {
        return leaves;
    }

    /** {@return samples in the kernel by the user function that called it} */
    Map<Frame, Long> kernelCallers() {
        return kernelCallers;
    }

    /** {@return samples by place of leaves without a name} */
    Map<String, Long> unnamedPlaces() {
        return unnamedPlaces;
    }
}
