package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.engine.rule.Nearest;
import dev.linnix.engine.rule.RuleSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All collectors there are, by name. Immutable. */
public final class Collectors {
    /** The word for none. */
    public static final String NONE = "none";

    private final Map<String, Collector> byName;

    private Collectors(Map<String, Collector> byName) {
        this.byName = byName;
    }

    /**
     * {@return those that come with the agent or a jar beside it, and these}
     *
     * @throws IllegalArgumentException when one of these has the name of another, or that of a set
     */
    public static Collectors with(Collection<? extends Collector> configured) {
        List<Collector> all = new ArrayList<>();
        ServiceLoader.load(Collector.class).forEach(all::add);
        Set<String> builtIn = new TreeSet<>();
        all.forEach(collector -> builtIn.add(collector.name()));
        for (Collector collector : configured) {
            if (!builtIn.contains(collector.name())) continue;
            throw new IllegalArgumentException(
                    "collector " + collector.name() + ": that is the name of one that is built in, choose another");
        }
        all.addAll(configured);
        return of(all);
    }

    /**
     * {@return these}
     *
     * @throws IllegalArgumentException when two have the same name, or one has that of a set
     */
    public static Collectors of(Collection<? extends Collector> all) {
        Map<String, Collector> byName = new LinkedHashMap<>();
        for (Collector collector : all) {
            if (byName.put(collector.name(), collector) != null) {
                throw new IllegalArgumentException("collector " + collector.name() + " exists twice: rename one");
            }
        }
        Collectors collectors = new Collectors(byName);
        for (String set : collectors.sets()) {
            if (byName.containsKey(set) || set.equals(NONE)) {
                throw new IllegalArgumentException("collector " + set + ": that is the name of a set, choose another");
            }
        }
        if (byName.containsKey(NONE)) {
            throw new IllegalArgumentException("collector " + NONE + ": that is the word for none, choose another");
        }
        return collectors;
    }

    /** {@return in the order they are to run} */
    public List<Collector> all() {
        return List.copyOf(byName.values());
    }

    /** {@return names of the sets that have a collector} */
    public Set<String> sets() {
        Set<String> sets = new TreeSet<>();
        byName.values().forEach(collector -> sets.addAll(collector.sets()));
        return sets;
    }

    /** {@return of these actions those that are neither a collector nor a set} */
    public List<String> unknown(Collection<String> actions) {
        Set<String> sets = sets();
        return actions.stream()
                .filter(action -> !byName.containsKey(action) && !sets.contains(action) && !action.equals(NONE))
                .toList();
    }

    /** {@return which names in the actions of these rules mean nothing, one sentence for each, by rule} */
    public List<String> problems(RuleSet rules) {
        Set<String> known = new TreeSet<>(byName.keySet());
        known.addAll(sets());
        known.add(NONE);
        List<String> problems = new ArrayList<>();
        new TreeMap<>(rules.actions()).forEach((rule, actions) -> {
            for (String name : unknown(actions)) {
                problems.add("rule " + rule
                        + ": actions: there is no collector and no set called \"" + name + "\", so it has no effect"
                        + Nearest.hint(name, known, "; docs/collectors.md has the names"));
            }
        });
        return problems;
    }

    /**
     * {@return what a rule's actions select, each once, in the order of {@link #all}}
     *
     * @param actions names of collectors and sets; unknown ones select nothing, and what touches its target has to be named
     */
    public List<Collector> select(Collection<String> actions) {
        Set<String> wanted = new LinkedHashSet<>(actions);
        return byName.values().stream()
                .filter(collector -> wanted.contains(collector.name()) || isIn(collector, wanted))
                .toList();
    }

    private static boolean isIn(Collector collector, Set<String> sets) {
        return collector.cost() != Collector.Cost.TOUCHES_TARGET
                && collector.sets().stream().anyMatch(sets::contains);
    }
}
