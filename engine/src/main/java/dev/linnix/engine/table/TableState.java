package dev.linnix.engine.table;

import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the table of processes, or reads it: its nodes, their places in the tree, the queue of the dead, what counts. */
final class TableState {
    private TableState() {}

    /** {@return every node, parents before their children, and these in their order} */
    static List<ProcessNode> nodes(ProcessTable table) {
        List<ProcessNode> nodes = new ArrayList<>(table.size());
        ArrayDeque<ProcessNode> rest = new ArrayDeque<>();
        for (ProcessNode node = table.firstTop(); node != null; ) {
            nodes.add(node);
            if (node.nextSibling != null) rest.push(node.nextSibling);
            node = node.firstChild != null ? node.firstChild : rest.poll();
        }
        return nodes;
    }

    /**
     * Writes a table, or reads into one that is empty.
     *
     * @return its nodes, for what refers to them
     */
    static References<ProcessNode> state(StateIo io, ProcessTable table, References<Image> images) {
        List<ProcessNode> nodes = io.reading() ? new ArrayList<>() : nodes(table);
        int count = io.count(nodes.size(), table.capacity());
        while (nodes.size() < count) nodes.add(table.take());
        for (ProcessNode node : nodes) io.frame(() -> node.state(io, images));
        References<ProcessNode> references = new References<>(nodes);
        places(io, table, references);
        queue(io, table, references);
        for (ActiveNodes each : table.active) each.state(io, references);
        table.counts(io);
        return references;
    }

    /** The parent of each node, which stands before it, and whether it is the last one with its pid. */
    private static void places(StateIo io, ProcessTable table, References<ProcessNode> references) {
        List<ProcessNode> nodes = references.objects();
        List<@Nullable ProcessNode> parents = new ArrayList<>(nodes.size());
        for (ProcessNode node : nodes) {
            ProcessNode parent = references.optional(io, node.parent());
            if (parent != null && references.number(parent) >= parents.size()) {
                throw new MalformedStateException("a parent stands behind its child");
            }
            parents.add(parent);
            if (io.flag(table.find(node.pid) == node) && io.reading()) table.index(node);
        }
        if (!io.reading()) return;
        for (int i = nodes.size() - 1; i >= 0; i--) table.place(nodes.get(i), parents.get(i));
    }

    private static void queue(StateIo io, ProcessTable table, References<ProcessNode> references) {
        List<ProcessNode> queued = references.list(io, table.dead(), table.capacity());
        if (!io.reading()) return;
        for (ProcessNode node : queued) {
            if (node.alive() || node.queued) throw new MalformedStateException("the queue of the dead holds others");
            table.queue(node);
        }
    }
}
