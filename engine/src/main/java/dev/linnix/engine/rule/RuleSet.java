package dev.linnix.engine.rule;

import java.util.List;

/**
 * The rules in force.
 *
 * @param rules in the order of the file; names are unique
 * @param source what they were read from
 */
public record RuleSet(List<Rule> rules, Source source) {
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

    /** Copies the list. */
    public RuleSet {
        rules = List.copyOf(rules);
    }

    /** Rules that were not read from a text. */
    public RuleSet(List<Rule> rules) {
        this(rules, Source.NONE);
    }
}
