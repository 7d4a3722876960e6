package dev.linnix.engine.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules in force.
 *
 * @param rules in the order of the file; names are unique
 * @param source what they were read from
 * @param actions by the name of the rule, names of what is to be collected when it opens an incident; a rule that is
 *     absent wants {@link #DEFAULT_ACTIONS}. Apart from the rules, since they change nothing of what a rule watches for
 */
public record RuleSet(List<Rule> rules, Source source, Map<String, List<String>> actions) {
    /** What is collected for a rule that does not say. */
    public static final List<String> DEFAULT_ACTIONS = List.of("default");

    /** No rule. */
    public static final RuleSet EMPTY = new RuleSet(List.of());

    /**
     * A text that rules were read from, so that a recording can carry them whole.
     *
     * @param name of the file; by its extension the format is known
     * @param text all of it; empty for rules that were made otherwise
     */
    public record Source(String name, String text) {
        /** No text. */
        public static final Source NONE = new Source("", "");
    }

    /** Copies the collections. */
    public RuleSet {
        rules = List.copyOf(rules);
        actions = Map.copyOf(actions);
    }

    /** Rules with the actions every rule has unless it says otherwise. */
    public RuleSet(List<Rule> rules, Source source) {
        this(rules, source, Map.of());
    }

    /** {@return what is to be collected when this rule opens an incident} */
    public List<String> actions(String rule) {
        return actions.getOrDefault(rule, DEFAULT_ACTIONS);
    }

    /** {@return these rules and then others, of other names, with one text that has them all} */
    public RuleSet plus(RuleSet others) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(others.rules);
        Map<String, List<String>> allActions = new HashMap<>(actions);
        allActions.putAll(others.actions);
        RuleSet both = new RuleSet(all, Source.NONE, allActions);
        return new RuleSet(all, new Source(RuleText.FILE, RuleText.yaml(both)), allActions);
    }

    /** Rules that were not read from a text. */
    public RuleSet(List<Rule> rules) {
        this(rules, Source.NONE);
    }
}
