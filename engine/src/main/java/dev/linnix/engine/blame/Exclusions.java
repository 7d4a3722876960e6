package dev.linnix.engine.blame;

import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.ProcessTable;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Who is never blamed: PID 1, kernel threads, the agent and its ancestors, by birth and as they are now. */
public final class Exclusions {
    private final ProcessTable table;
    private final Set<ProcessNode> agentLine = new HashSet<>();

    /** Finds the agent and its ancestors as they are now. */
    public Exclusions(HostState host) {
        this.table = host.table();
        ProcessNode agent = table.find(host.facts().agentPid());
        if (agent == null) return;
        for (ProcessNode node = agent; node != null; node = node.parent()) agentLine.add(node);
        Set<ProcessNode> seen = new HashSet<>();
        for (ProcessNode node = agent; node != null && seen.add(node); ) {
            node = table.find(node.parentPid(), node.parentStartNs());
            if (node != null) agentLine.add(node);
        }
    }

    /** {@return whether the process is never blamed} */
    public boolean excludes(ProcessNode node) {
        return node.pid() == 1 || node.is(RecordFlags.KERNEL_THREAD) || agentLine.contains(node);
    }

    /** Hands over the processes blame begins at: each child of an excluded one, and each without a known parent. */
    void forEachTop(Consumer<ProcessNode> visitor) {
        for (ProcessNode node = table.firstTop(); node != null; node = node.nextSibling()) visit(node, visitor);
    }

    private void visit(ProcessNode node, Consumer<ProcessNode> visitor) {
        if (!excludes(node)) {
            visitor.accept(node);
            return;
        }
        for (ProcessNode child = node.firstChild(); child != null; child = child.nextSibling()) visit(child, visitor);
    }
}
