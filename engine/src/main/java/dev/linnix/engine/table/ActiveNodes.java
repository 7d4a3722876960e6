package dev.linnix.engine.table;

import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import java.util.ArrayList;
import java.util.List;

/** The nodes that hold anything in one counter slot, in no order. Adding, removing and iterating cost what is there. */
final class ActiveNodes {
    private final ArrayList<ProcessNode> nodes = new ArrayList<>();
    private final int slot;

    ActiveNodes(int slot) {
        this.slot = slot;
    }

    /**
     * Adds a node if it is not there.
     *
     * @return its account
     */
    Account add(ProcessNode node) {
        Account account = node.account();
        if (!node.isActive(slot)) {
            account.activeAt[slot] = nodes.size();
            node.active |= 1 << slot;
            nodes.add(node);
        }
        return account;
    }

    /** Removes a node if it is there, and clears what it holds. */
    void remove(ProcessNode node) {
        if (!node.isActive(slot)) return;
        node.active &= ~(1 << slot);
        Account account = node.account();
        account.clear(slot);
        int at = account.activeAt[slot];
        account.activeAt[slot] = -1;
        ProcessNode last = nodes.removeLast();
        if (at == nodes.size()) return;
        nodes.set(at, last);
        last.account().activeAt[slot] = at;
    }

    /** Writes or reads which nodes there are, in their order, and what they hold. */
    void state(StateIo io, References<ProcessNode> references) {
        for (ProcessNode node :
                references.list(io, List.copyOf(nodes), references.objects().size())) {
            add(node).state(io, slot);
        }
    }

    ProcessNode get(int index) {
        return nodes.get(index);
    }

    int size() {
        return nodes.size();
    }
}
