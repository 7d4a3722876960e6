package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The offender among its ancestors and descendants by birth, those that ended in the last minute included. */
public final class TreeCollector extends DescribedCollector {
    private static final int MOST_LINES = 1000;
    private static final int MOST_CHILDREN = 50;
    private static final int MOST_ANCESTORS = 64;
    private static final int DEEPEST_INDENT = 40;

    /** Creates it. */
    public TreeCollector() {
        super(Facts.of(
                        Collector.Stage.FIRST,
                        "tree",
                        "Process tree by birth around the offender, marked >>, with arguments, start, state, CPU,"
                                + " memory, descriptors and threads; what ended in the last minute included.")
                .in(Facts.DEFAULT, Facts.MEMORY, Facts.SMB));
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException {
        Processes processes = new Processes(scene.processes().get());
        if (processes.all().isEmpty()) {
            output.missing("process tree", "the engine could not be asked");
            return;
        }
        ProcessRef offender = scene.offender();
        try (OutputStream to = output.text("tree.txt")) {
            ProcessInfo named = offender == null ? null : processes.find(offender);
            if (named == null) {
                Reading.write(
                        to,
                        offender == null
                                ? "# No single process is to blame: all of them.\n"
                                : "# Process " + offender.pid() + " (" + offender.comm()
                                        + "), which is to blame, is forgotten: all others.\n");
            }
            if (processes.all().size() >= Scene.MOST_PROCESSES) {
                Reading.write(
                        to,
                        "# There are more processes than are told of here: "
                                + processes.all().size() + ".\n");
            }
            Reading.write(to, Processes.HEADER + "\n");
            new Drawing(scene, processes, named, to).draw();
        }
    }

    /** One drawing. */
    private static final class Drawing {
        private final Scene scene;
        private final Processes processes;
        private final @Nullable ProcessInfo named;
        private final OutputStream to;
        private int lines;

        Drawing(Scene scene, Processes processes, @Nullable ProcessInfo named, OutputStream to) {
            this.scene = scene;
            this.processes = processes;
            this.named = named;
            this.to = to;
        }

        void draw() throws IOException {
            if (named == null) {
                for (ProcessInfo root : processes.roots()) subtree(root, 0);
                return;
            }
            ArrayDeque<ProcessInfo> ancestors = new ArrayDeque<>();
            for (ProcessInfo up = processes.parent(named);
                    up != null && ancestors.size() < MOST_ANCESTORS;
                    up = processes.parent(up)) {
                ancestors.addFirst(up);
            }
            int depth = 0;
            for (ProcessInfo ancestor : ancestors) line(ancestor, depth++);
            subtree(named, depth);
        }

        /** At most as deep as there are lines. */
        private void subtree(ProcessInfo process, int depth) throws IOException {
            if (lines >= MOST_LINES) return;
            line(process, depth);
            List<ProcessInfo> children = processes.children(process);
            int shown = 0;
            while (shown < children.size() && shown < MOST_CHILDREN && lines < MOST_LINES) {
                subtree(children.get(shown++), depth + 1);
            }
            if (shown < children.size()) rest(children.subList(shown, children.size()), depth + 1);
        }

        private void line(ProcessInfo process, int depth) throws IOException {
            lines++;
            String mark = Processes.isSame(scene.offender(), process) ? ">>" : "";
            Reading.write(to, Processes.line(scene, process, mark, indent(depth)) + "\n");
        }

        private void rest(List<ProcessInfo> rest, int depth) throws IOException {
            Map<String, Integer> names = new HashMap<>();
            for (ProcessInfo process : rest) names.merge(process.process().comm(), 1, Integer::sum);
            String most = names.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(3)
                    .map(e -> e.getValue() + " × " + e.getKey())
                    .collect(Collectors.joining(", "));
            Reading.write(to, indent(depth) + "… and " + rest.size() + " more children: " + most + "\n");
        }

        private static String indent(int depth) {
            return "  ".repeat(Math.min(depth, DEEPEST_INDENT));
        }
    }
}
