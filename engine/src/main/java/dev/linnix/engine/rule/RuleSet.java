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

    /** Copies the list. */
    public RuleSet {
        rules = List.copyOf(rules);
    }
}
