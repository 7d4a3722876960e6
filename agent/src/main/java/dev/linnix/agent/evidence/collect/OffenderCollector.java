package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.Host;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells of the process to blame. What may wait for the process itself is read last, by a helper. The pid is
 * held against the start of the process before and after, since it may end and its pid be taken meanwhile.
 */
public final class OffenderCollector extends DescribedCollector {
    /** What it takes to follow links, see memory maps and where it waits. */
    static final String PTRACE = "CAP_SYS_PTRACE";

    /** What it takes to read what only the owner may open. */
    static final String BOTH = "CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH";

    private static final List<String> FOR_EVERYONE =
            List.of("status", "stat", "limits", "cgroup", "sched", "schedstat", "oom_score", "oom_score_adj");

    private static final List<String> LINKS = List.of("exe", "cwd", "root");
    private static final List<String> NAMESPACES = List.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts");

    private static final Duration HELPER = Duration.ofMillis(500);

    /** Creates it. */
    public OffenderCollector() {
        super(Facts.of(
                        Collector.Stage.FIRST,
                        "offender",
                        "The process to blame: status, limits, scheduling, open files by kind, sockets, I/O, memory map"
                                + " by file, names of its environment variables (never values).")
                .in(Facts.DEFAULT, Facts.MEMORY, Facts.SMB)
                .within(Duration.ofSeconds(4))
                .needing("CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH")
                .costing(Cost.MODERATE));
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        ProcessRef offender = scene.offender();
        if (offender == null) {
            output.missing("offender", "no single process is to blame");
            return;
        }
        Path process = scene.proc().resolve(Integer.toString(offender.pid()));
        boolean alive = isIt(process, offender);
        try (OutputStream to = output.text("process.txt")) {
            describe(scene, offender, alive ? process : null, to);
        }
        if (!alive) {
            output.missing(name(offender), ending(scene, offender));
            return;
        }
        status(process, output);
        boolean denied = OffenderFiles.collect(process, output);
        if (denied) output.denied("open files and sockets", BOTH);
        io(scene, process, output);
        environment(scene, process, output);
        OffenderMemory.collect(scene, process, HELPER, output);
        if (!isIt(process, offender)) {
            output.missing(
                    name(offender) + " from some moment on",
                    "it ended while it was looked at; the files of another"
                            + " process may stand in the place of its own if its pid was taken at once");
        }
    }

    static String name(ProcessRef offender) {
        return "process " + offender.pid() + " (" + offender.comm() + ")";
    }

    /** {@return whether the pid is still that of the process; by its start, which /proc tells in ticks} */
    static boolean isIt(Path process, ProcessRef offender) {
        try {
            String stat = Reading.head(process.resolve("stat"), 4096);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields.length < 20 || fields[0].equals("X")) return false;
            return Math.abs(Long.parseLong(fields[19]) - offender.startNs() / Host.TICK_NS) <= 1;
        } catch (IOException | IndexOutOfBoundsException e) {
            return false; // gone, or on its way
        }
    }

    private static String ending(Scene scene, ProcessRef offender) {
        ProcessInfo known = new Processes(scene.processes().get()).find(offender);
        String ending = known == null ? "" : Processes.ending(scene, known);
        return ending.isEmpty() ? "it is gone; when it ended is not known" : ending;
    }

    private static void describe(Scene scene, ProcessRef offender, @Nullable Path process, OutputStream to)
            throws IOException {
        StringBuilder text = new StringBuilder();
        fact(text, "pid", offender.pid() + ", known as " + offender.comm());
        fact(
                text,
                "started",
                scene.wall(offender.startNs()) + ", "
                        + Duration.ofNanos(scene.trigger().firedNs() - offender.startNs())
                                .toSeconds()
                        + " s before the rule fired");
        blamed(scene, offender).ifPresent(blamed -> {
            if (blamed.executable() != null) fact(text, "executable", blamed.executable());
            fact(text, "arguments", String.join(" ", blamed.args()) + (blamed.argsCut() ? " …" : ""));
            fact(text, "user", "uid " + blamed.uid());
            fact(
                    text,
                    "caused",
                    percent(blamed.share()) + " with what it forked, " + percent(blamed.ownShare()) + " alone");
            fact(
                    text,
                    "ancestors",
                    blamed.path().stream()
                            .map(p -> p.comm() + " (" + p.pid() + ")")
                            .collect(Collectors.joining(" > ")));
            if (blamed.repeatedExecutable() != null) fact(text, "mostly runs", blamed.repeatedExecutable());
        });
        fact(text, "now", process == null ? ending(scene, offender) : "it lives");
        Reading.write(to, text.toString());
    }

    private static Optional<Offender> blamed(Scene scene, ProcessRef process) {
        return scene.incident().alerts().stream()
                .flatMap(alert -> alert.blame().responsible().stream())
                .filter(found -> found.process().pid() == process.pid()
                        && found.process().startNs() == process.startNs())
                .findFirst();
    }

    private static void fact(StringBuilder text, String name, String value) {
        text.append(String.format(java.util.Locale.ROOT, "%-12s ", name))
                .append(value)
                .append('\n');
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static void status(Path process, Output output) throws IOException {
        try (OutputStream to = output.text("status.txt")) {
            for (String name : FOR_EVERYONE) {
                // Not every kernel has all of them, and of a process that ends none can be read.
                section(process, name, "root", to, output);
            }
            StringBuilder links = new StringBuilder();
            boolean denied = false;
            for (String name : LINKS) denied |= isDenied(process, name, links);
            for (String name : NAMESPACES) denied |= isDenied(process, "ns/" + name, links);
            if (!links.isEmpty()) section(to, "links", links.toString().getBytes(StandardCharsets.UTF_8));
            if (denied) output.denied("executable, directories, namespaces and wchan", PTRACE);
            else section(process, "wchan", PTRACE, to, output); // who is denied is told 0
        }
    }

    private static void section(Path process, String name, String needs, OutputStream to, Output output)
            throws IOException {
        byte[] text;
        try {
            text = Files.readAllBytes(process.resolve(name));
        } catch (IOException e) {
            Reading.say(Reading.outcome(e), name, needs, "", "" + e.getMessage(), output);
            return;
        }
        section(to, name, text);
    }

    /** {@return whether a link may not be read; one that is not there, as of a kernel thread, is no news} */
    private static boolean isDenied(Path process, String name, StringBuilder to) {
        try {
            Path target = Files.readSymbolicLink(process.resolve(name));
            to.append(name).append(" -> ").append(target).append('\n');
            return false;
        } catch (IOException e) {
            return Reading.outcome(e) == Reading.Outcome.DENIED;
        }
    }

    private static void section(OutputStream to, String name, byte[] text) throws IOException {
        Reading.write(to, "==> " + name + " <==\n");
        to.write(text);
        Reading.write(to, text.length > 0 && text[text.length - 1] == '\n' ? "\n" : "\n\n");
    }

    private static void io(Scene scene, Path process, Output output) throws IOException, InterruptedException {
        Reading.copyByHelper(scene, process.resolve("io"), "io.txt", BOTH, "it has just ended", HELPER, output);
    }

    private static void environment(Scene scene, Path process, Output output) throws IOException, InterruptedException {
        Reading.Memory found = new Reading.Memory(256 * 1024);
        var result = scene.commands().read(process.resolve("environ"), 256 * 1024, found, HELPER);
        Reading.Outcome outcome = Reading.outcome(result);
        Reading.say(outcome, "names of its environment variables", BOTH, "it has just ended", result.error(), output);
        if (outcome != Reading.Outcome.READ) return;
        try (OutputStream to = output.text("environment.txt")) {
            Reading.write(to, "# Names only; values are not read into this file.\n");
            for (String variable : found.text().split("\0")) {
                int equals = variable.indexOf('=');
                if (equals > 0)
                    Reading.writeLatin(to, variable.substring(0, equals).replace('\n', ' ') + "\n");
            }
        }
    }
}
