package dev.linnix.agent.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** The collectors there are, by name, and the sets they are part of. Immutable and thread-safe. */
public final class CollectorSet {
    /** The set that holds nothing. */
    public static final String NONE = "none";

    private final Map<String, Collector> byName;
    private final Set<String> sets;

    /**
     * Creates it.
     *
     * @param collectors a later one takes the place of an earlier one of the same name
     */
    public CollectorSet(Collection<Collector> collectors) {
        Map<String, Collector> all = new LinkedHashMap<>();
        Set<String> known = new TreeSet<>();
        for (Collector collector : collectors) {
            all.put(collector.name(), collector);
            known.addAll(collector.sets());
        }
        byName = Map.copyOf(all);
        sets = Set.copyOf(known);
    }

    /** {@return those of the program and of every jar beside it, and then the configured ones} */
    public static CollectorSet load(Collection<Collector> configured) {
        List<Collector> all = new ArrayList<>();
        ServiceLoader.load(Collector.class, CollectorSet.class.getClassLoader()).forEach(all::add);
        all.addAll(configured);
        return new CollectorSet(all);
    }

    /** {@return those that are named or part of a set that is named, by name; what touches the target only when named} */
    public List<Collector> wanted(List<String> actions) {
        Set<String> names = new TreeSet<>();
        for (String action : actions) {
            if (byName.containsKey(action)) names.add(action);
            byName.values().stream()
                    .filter(collector -> collector.sets().contains(action))
                    .filter(collector -> collector.cost() != Collector.Cost.TOUCHES_TARGET)
                    .forEach(collector -> names.add(collector.name()));
        }
        return names.stream().map(byName::get).toList();
    }

    /** {@return names among these that are neither a collector nor a set} */
    public Set<String> unknown(Collection<String> actions) {
        Set<String> unknown = new LinkedHashSet<>(actions);
        unknown.remove(NONE);
        unknown.removeAll(byName.keySet());
        unknown.removeAll(sets);
        return unknown;
    }

    /** {@return all of them, by name} */
    public List<Collector> all() {
        return byName.keySet().stream().sorted().map(byName::get).toList();
    }
}
