package dev.linnix.agent.space;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store whose things take no disk. */
final class MemoryStore implements Store {
    final Map<String, Item> items = new HashMap<>();
    final Set<String> broken = new HashSet<>();
    final List<String> gone = new ArrayList<>();

    @Override
    public String name() {
        return "memory";
    }

    void add(String id, long bytes, Instant made, String cause) {
        put(new Item(id, bytes, made, cause, false, false));
    }

    synchronized void put(Item item) {
        items.put(item.id(), item);
    }

    void mark(String id, boolean pinned, boolean busy) {
        Item old = items.get(id);
        put(new Item(id, old.bytes(), old.made(), old.cause(), pinned, busy));
    }

    @Override
    public synchronized List<Item> items() {
        return List.copyOf(items.values());
    }

    @Override
    public synchronized boolean delete(Item item) throws IOException {
        if (broken.contains(item.id())) throw new IOException("no permission");
        Item now = items.get(item.id());
        if (now != null && (now.pinned() || now.busy())) return false;
        items.remove(item.id());
        gone.add(item.id());
        return true;
    }

    synchronized long bytes() {
        return items.values().stream().mapToLong(Item::bytes).sum();
    }
}
