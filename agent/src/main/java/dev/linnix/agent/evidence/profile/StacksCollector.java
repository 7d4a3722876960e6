package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.agent.sensor.KernelStacks;
import dev.linnix.agent.sensor.SensorProbe;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.KernelFeatures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where in the kernel the offender's threads wait. Stateless. */
public final class StacksCollector implements Collector {
    static final String FILE = "kernel-stacks.txt";
    private static final String WHAT = "kernel stacks of the offender";
    private static final int MOST_TIDS = 16;

    /** Creates it. */
    public StacksCollector() {}

    @Override
    public String name() {
        return "stacks";
    }

    @Override
    public String summary() {
        return "Kernel stacks of the offender's threads, by the kernel's task iterator; at most "
                + KernelStacks.MOST_THREADS + " threads.";
    }

    @Override
    public Set<String> sets() {
        return Set.of("default");
    }

    @Override
    public Stage stage() {
        return Stage.FIRST;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(2);
    }

    @Override
    public long mostBytes() {
        return 512 << 10;
    }

    @Override
    public Cost cost() {
        return Cost.LOW;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException {
        ProcessRef offender = scene.offender();
        if (offender == null) {
            output.missing(WHAT, "no process is to blame");
            return;
        }
        Target target = new Target(offender, scene.proc());
        KernelStacks stacks;
        try {
            stacks = KernelStacks.of(offender.pid());
        } catch (KernelException e) {
            refuse(output, WHAT, e);
            return;
        }
        if (stacks.threads().isEmpty()
                || !target.isStartedAt(stacks.threads().getFirst().processStartNs())) {
            output.missing(WHAT, "it has ended");
            return;
        }
        try (OutputStream file = output.text(FILE)) {
            file.write(text(target.subject(), stacks).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Says why something that BPF does cannot be had. */
    static void refuse(Output output, String what, KernelException failure) {
        if (KernelFeatures.probe(KernelFeatures.Feature.CAPABILITIES).available()) {
            output.missing(what, SensorProbe.explain(failure));
        } else {
            output.denied(what, "CAP_BPF and CAP_PERFMON");
        }
    }

    private record Same(List<String> frames, String state) {}

    /** Threads that wait at the same place are told together, the largest group first. */
    private static String text(String subject, KernelStacks stacks) {
        Map<Same, List<KernelStacks.ThreadStack>> groups = new LinkedHashMap<>();
        for (KernelStacks.ThreadStack thread : stacks.threads()) {
            groups.computeIfAbsent(new Same(thread.frames(), state(thread.state())), key -> new ArrayList<>())
                    .add(thread);
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "Kernel stacks of %s: %d threads, innermost function first.\n", subject, stacks.all()));
        if (stacks.all() > stacks.threads().size()) {
            text.append(String.format(
                    Locale.ROOT,
                    "Only the first %d threads were looked at.\n",
                    stacks.threads().size()));
        }
        groups.entrySet().stream()
                .sorted((a, b) ->
                        Integer.compare(b.getValue().size(), a.getValue().size()))
                .forEach(group -> append(text, group.getKey(), group.getValue()));
        return text.toString();
    }

    private static void append(StringBuilder text, Same same, List<KernelStacks.ThreadStack> threads) {
        text.append(String.format(
                Locale.ROOT, "\n%d %s %s:", threads.size(), threads.size() == 1 ? "thread" : "threads", same.state()));
        for (KernelStacks.ThreadStack thread : threads.subList(0, Math.min(MOST_TIDS, threads.size()))) {
            text.append(' ')
                    .append(thread.tid())
                    .append(" (")
                    .append(thread.comm())
                    .append(')');
        }
        if (threads.size() > MOST_TIDS)
            text.append(" and ").append(threads.size() - MOST_TIDS).append(" more");
        text.append('\n');
        for (String frame : same.frames()) text.append("    ").append(frame).append('\n');
        if (same.frames().isEmpty()) text.append("    (no stack: running on a CPU, or just ended)\n");
    }

    private static String state(int state) {
        if ((state & 0x30) != 0) return "ended";
        return switch (state & 0xf) {
            case 0 -> "running or ready to run";
            case 1 -> "sleeping";
            case 2 -> (state & 0x400) != 0 ? "idle" : "blocked (uninterruptible)";
            default -> "stopped";
        };
    }
}
