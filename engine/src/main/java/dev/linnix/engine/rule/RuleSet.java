package dev.linnix.engine.rule;

import java.util.List;

/**
 * The rules in force.
 *
 * @param rules in the order of the file; names are unique
 */
public record RuleSet(List<Rule> rules) {
    /** No rule. */
    public static final RuleSet EMPTY = new RuleSet(List.of());

    /**
     * Where rules were read from.
     *
     * @param name of the file
     * @param text all of it
     */
    public record Source(String name, String text) {
        /** Of rules made by hand. */
        public static final Source NONE = new Source("", "");
    }

    /** Copies the list. */
    public RuleSet {
        rules = List.copyOf(rules);
    }
}
