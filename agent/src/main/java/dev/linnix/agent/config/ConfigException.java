package dev.linnix.agent.config;

import java.util.List;

/** The configuration cannot be used; {@link #problems} says all that is wrong with it, one sentence each. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** Creates the error. */
    public ConfigException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Creates the error for one problem. */
    public ConfigException(String problem) {
        this(List.of(problem));
    }

    /** {@return one sentence for each problem, with file, line and key where there are any} */
    public List<String> problems() {
        return problems;
    }
}
