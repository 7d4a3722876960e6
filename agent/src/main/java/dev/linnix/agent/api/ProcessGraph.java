package dev.linnix.agent.api;

import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.GraphJson;
import dev.linnix.agent.api.json.GraphNodeJson;
import dev.linnix.engine.model.ProcessInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Relatives of a process by current parent: ancestors from the nearest, then siblings, then descendants level by level,
 * each level by start. Made for one request.
 */
final class ProcessGraph {
    /** Most nodes shown. */
    static final int MOST_NODES = 1000;

    private final Map<Integer, ProcessInfo> byPid = new HashMap<>();
    private final Map<Integer, List<ProcessInfo>> children = new HashMap<>();
    private final Function<ProcessInfo, Explicit> group;
    private final List<GraphNodeJson> nodes = new ArrayList<>();
    private final Set<Integer> shown = new HashSet<>();
    private boolean truncated;

    /**
     * Creates the graph of these processes.
     *
     * @param processes by start; of a pid used twice the living process counts, else the later
     */
    ProcessGraph(List<ProcessInfo> processes, Function<ProcessInfo, Explicit> group) {
        this.group = group;
        for (ProcessInfo each : processes) {
            byPid.merge(each.process().pid(), each, (old, later) -> old.exitNs() == null ? old : later);
        }
        for (ProcessInfo each : processes) {
            children.computeIfAbsent(each.parentPid(), parent -> new ArrayList<>())
                    .add(each);
        }
    }

    /** {@return the relatives of a process, null when it is not known} */
    @Nullable
    GraphJson around(int pid) {
        ProcessInfo self = byPid.get(pid);
        if (self == null) return null;
        add(self, "self", 0);
        ancestors(self);
        for (ProcessInfo sibling : children(self.parentPid())) add(sibling, "sibling", 0);
        descendants(pid);
        return new GraphJson(pid, List.copyOf(nodes), truncated);
    }

    private void ancestors(ProcessInfo self) {
        int level = -1;
        for (int pid = self.parentPid(); pid != 0; level--) {
            ProcessInfo parent = byPid.get(pid);
            if (parent == null) {
                nodes.add(
                        new GraphNodeJson(pid, 0, "", Explicit.NULL, Explicit.NULL, "unknown", "virtual_root", level));
                return;
            }
            if (!add(parent, "ancestor", level)) return;
            pid = parent.parentPid();
        }
    }

    private void descendants(int pid) {
        List<Integer> parents = List.of(pid);
        for (int level = 1; !parents.isEmpty() && !truncated; level++) {
            List<Integer> next = new ArrayList<>();
            for (int parent : parents) {
                for (ProcessInfo child : children(parent)) {
                    if (add(child, "descendant", level))
                        next.add(child.process().pid());
                }
            }
            parents = next;
        }
    }

    /** Of processes without parent nobody is a sibling. */
    private List<ProcessInfo> children(int parent) {
        return parent == 0 ? List.of() : children.getOrDefault(parent, List.of());
    }

    private boolean add(ProcessInfo process, String relationship, int level) {
        if (shown.contains(process.process().pid())) return false;
        if (nodes.size() >= MOST_NODES) {
            truncated = true;
            return false;
        }
        shown.add(process.process().pid());
        nodes.add(new GraphNodeJson(
                process.process().pid(),
                process.parentPid(),
                process.process().comm(),
                Explicit.of(process.uid()),
                group.apply(process),
                process.lastEvent(),
                relationship,
                level));
        return true;
    }
}
