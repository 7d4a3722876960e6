package dev.linnix.engine.rule;

import java.util.List;

/**
 * What became of a rule file: all its rules, or none of them and at least one error.
 *
 * @param rules in the order of the file; empty when there is an error
 * @param problems in the order of their lines
 */
public record ParsedRules(RuleSet rules, List<Problem> problems) {
    /** Copies the list. */
    public ParsedRules {
        problems = List.copyOf(problems);
    }

    /** {@return whether the file was rejected} */
    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.level() == Problem.Level.ERROR);
    }
}
