package dev.linnix.engine.blame;

import dev.linnix.engine.blame.Blamer.Verdict;
import dev.linnix.engine.model.Blame;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.table.Image;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.ProcessTable;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns verdicts into the immutable form that leaves the engine. */
public final class Descriptions {
    /** Most ancestors shown. */
    private static final int PATH = 12;

    private Descriptions() {}

    /** {@return the verdict, described; M and S must be those it was reached with} */
    public static Blame describe(ProcessTable table, Verdict verdict) {
        double total = verdict.total();
        ProcessNode offender = verdict.offender();
        return new Blame(
                offender == null ? null : describe(table, offender, total),
                verdict.hosted().stream().map(p -> describe(table, p, total)).toList(),
                verdict.top().stream().map(p -> describe(table, p, total)).toList(),
                Blamer.refOf(verdict.mereHost()));
    }

    private static Offender describe(ProcessTable table, ProcessNode node, double total) {
        Image image = node.image();
        return new Offender(
                node.ref(),
                image == null ? null : image.executable(),
                image == null ? List.of() : image.args(),
                image != null && image.argsCut(),
                node.uid(),
                node.cgroupId(),
                total <= 0 ? 1 : Math.min(1, node.total() / total),
                total <= 0 ? 1 : Math.min(1, node.own() / total),
                node.alive(),
                path(node),
                repeatedExecutable(table, node));
    }

    private static List<ProcessRef> path(ProcessNode node) {
        ArrayDeque<ProcessRef> path = new ArrayDeque<>();
        for (ProcessNode up = node; up != null && path.size() < PATH; up = up.parent()) path.addFirst(up.ref());
        return List.copyOf(path);
    }

    /** The executable that most of the processes below ran themselves, when it is at least half of them. */
    private static @Nullable String repeatedExecutable(ProcessTable table, ProcessNode node) {
        Map<Image, Integer> counts = new HashMap<>();
        int[] all = new int[1];
        table.forSubtree(node, child -> {
            Image image = child.image();
            if (child == node || image == null || !child.ownImage()) return;
            all[0]++;
            counts.merge(image, 1, Integer::sum);
        });
        if (all[0] < 3) return null;
        Map<String, Integer> byPath = new HashMap<>();
        counts.forEach((image, count) -> {
            String path = image.executable();
            if (path != null) byPath.merge(path, count, Integer::sum);
        });
        return byPath.entrySet().stream()
                .filter(e -> e.getValue() * 2 >= all[0])
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(null);
    }
}
