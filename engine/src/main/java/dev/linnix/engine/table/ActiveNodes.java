package dev.linnix.engine.table;

import java.util.ArrayList;

/** The nodes that hold anything in one counter slot, in no order. Adding, removing and iterating cost what is there. */
final class ActiveNodes {
    private final ArrayList<ProcessNode> nodes = new ArrayList<>();
    private final int slot;

    ActiveNodes(int slot) {
        this.slot = slot;
    }

    void add(ProcessNode node) {
        if (node.activeAt[slot] >= 0) return;
        node.activeAt[slot] = nodes.size();
        nodes.add(node);
    }

    void remove(ProcessNode node) {
        int at = node.activeAt[slot];
        if (at < 0) return;
        node.activeAt[slot] = -1;
        ProcessNode last = nodes.removeLast();
        if (at == nodes.size()) return;
        nodes.set(at, last);
        last.activeAt[slot] = at;
    }

    ProcessNode get(int index) {
        return nodes.get(index);
    }

    int size() {
        return nodes.size();
    }
}
