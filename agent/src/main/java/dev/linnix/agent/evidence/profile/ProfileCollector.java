package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.agent.sensor.CpuSampler;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.KernelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the offender and its descendants do on the CPU. Stateless. */
public final class ProfileCollector implements Collector {
    static final String TOP = "top.txt";
    static final String FOLDED = "folded.txt";
    static final String FLAME = "flame.svg";

    /** A prime near 100: often enough, and never in step with what programs do a hundred times a second. */
    private static final int HERTZ = 99;

    /** A busy thread gives some 495 samples then, so that a function with a tenth of them is told to within 3 % of all. */
    private static final Duration LENGTH = Duration.ofSeconds(5);

    private static final Duration NAMES = Duration.ofSeconds(4);
    private static final long LOOK_MILLIS = 100;
    /** When the offender is gone and none of its descendants ran for so long, nothing more will come. */
    private static final long SILENCE_NANOS = 1_000_000_000L;

    private static final String WHAT = "CPU profile";

    private final Duration length;

    /** Creates it. */
    public ProfileCollector() {
        this(LENGTH);
    }

    ProfileCollector(Duration length) {
        this.length = length;
    }

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String summary() {
        return "CPU profile of the offender and its descendants over " + LENGTH.toSeconds() + " s, " + HERTZ
                + " samples a second: top functions, and a flame graph where stacks are whole.";
    }

    @Override
    public Set<String> sets() {
        return Set.of("default");
    }

    @Override
    public Stage stage() {
        return Stage.SECOND;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public long mostBytes() {
        return 8 << 20;
    }

    @Override
    public List<String> needs() {
        return List.of("CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH");
    }

    @Override
    public Cost cost() {
        return Cost.HIGH;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        ProcessRef offender = scene.offender();
        if (offender == null) {
            output.missing(WHAT, "no process is to blame");
            return;
        }
        Target target = new Target(offender, scene.proc());
        Symbols symbols = new Symbols(scene.proc(), scene.commands());
        StackTable table = new StackTable();
        Set<Integer> pids = target.tree(scene);
        if (pids.isEmpty()) {
            output.missing(WHAT, "it has ended, and with it all that it forked");
            return;
        }
        Sampling sampling;
        try {
            sampling = sample(target, pids, table, symbols);
        } catch (KernelException e) {
            StacksCollector.refuse(output, WHAT, e);
            return;
        }
        if (pids.contains(offender.pid()) && target.isTaken()) {
            output.missing(
                    WHAT + " from some moment on",
                    "it ended meanwhile and another process has its id, whose samples are among these");
        }
        Profile profile = Profile.of(table, symbols, System.nanoTime() + NAMES.toNanos());
        write(output, sampling, table, profile, symbols);
    }

    private Sampling sample(Target target, Set<Integer> pids, StackTable table, Symbols symbols)
            throws KernelException, InterruptedException {
        try (CpuSampler sampler = CpuSampler.open(pids, HERTZ)) {
            long begin = System.nanoTime();
            long end = begin + length.toNanos();
            long last = begin;
            Set<Integer> spaces = new HashSet<>();
            boolean ended = false;
            while (System.nanoTime() < end && !ended) {
                Thread.sleep(LOOK_MILLIS);
                spaces.clear();
                int came = sampler.drain(sample -> {
                    table.add(sample);
                    if (sample.userFrames() > 0) spaces.add(sample.space());
                });
                // Before whoever was met is gone. The ring takes what comes meanwhile.
                for (int space : spaces) if (System.nanoTime() < end) symbols.meet(space);
                if (came > 0) last = System.nanoTime();
                else ended = System.nanoTime() - last > SILENCE_NANOS && !target.isThere();
            }
            long nanos = System.nanoTime() - begin;
            sampler.drain(table::add);
            CpuSampler.Counts counts = sampler.counts();
            return new Sampling(target.subject(), HERTZ, nanos, sampler.cpus(), counts.taken(), counts.lost(), ended);
        }
    }

    private static void write(Output output, Sampling sampling, StackTable table, Profile profile, Symbols symbols)
            throws IOException {
        if (symbols.mapsDenied()) output.denied("names of functions of the program", "CAP_SYS_PTRACE");
        if (symbols.filesDenied())
            output.denied("names of functions in some files", "CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
        if (symbols.isLate()) output.late("names of some functions");
        write(output.text(TOP), List.of(TopReport.of(sampling, table, profile, symbols.troubles())));
        if (!profile.showsCallers()) return;
        write(
                output.text(FOLDED),
                () -> profile.stacks().stream()
                        .map(stack -> String.join(";", stack.names()) + " " + stack.count() + "\n")
                        .iterator());
        String title = "CPU of " + sampling.subject();
        String subtitle = String.format(
                Locale.ROOT,
                "%.1f s at %d samples a second on each CPU: %d samples; %.0f %% of the stacks are whole",
                sampling.seconds(),
                sampling.hertz(),
                table.samples(),
                Math.floor(profile.wholePercent()));
        write(output.bytes(FLAME), List.of(FlameGraph.svg(title, subtitle, profile.stacks())));
    }

    private static void write(OutputStream to, Iterable<String> text) throws IOException {
        try (to) {
            for (String part : text) to.write(part.getBytes(StandardCharsets.UTF_8));
        }
    }
}
