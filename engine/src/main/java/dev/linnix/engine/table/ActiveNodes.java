package dev.linnix.engine.table;

import java.util.ArrayList;

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

    ProcessNode get(int index) {
        return nodes.get(index);
    }

    int size() {
        return nodes.size();
    }
}
