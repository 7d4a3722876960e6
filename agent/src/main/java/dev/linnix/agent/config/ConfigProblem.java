package dev.linnix.agent.config;

import dev.linnix.engine.rule.Problem;
import java.util.Comparator;

/**
 * One thing wrong with the configuration.
 *
 * @param level whether the configuration can be used in spite of it
 * @param source file, environment variable or option
 * @param line of the file, from 1; 0 where there are no lines
 * @param key {@code section.key}; empty when it is not about one key
 * @param message one sentence: what was expected, what was found
 */
public record ConfigProblem(Problem.Level level, String source, int line, String key, String message) {
    /** {@return the problem of a file} */
    public static ConfigProblem of(Problem problem) {
        return new ConfigProblem(problem.level(), problem.file(), problem.line(), problem.path(), problem.message());
    }

    /** What has no line first, then each file by its lines. */
    public static final Comparator<ConfigProblem> ORDER = Comparator.comparing(
                    (ConfigProblem problem) -> problem.line == 0 ? "" : problem.source)
            .thenComparingInt(ConfigProblem::line);

    static ConfigProblem error(String source, int line, String key, String message) {
        return new ConfigProblem(Problem.Level.ERROR, source, line, key, message);
    }

    /** {@return an error without a line} */
    public static ConfigProblem error(String source, String key, String message) {
        return new ConfigProblem(Problem.Level.ERROR, source, 0, key, message);
    }

    /** {@return a warning without a line} */
    public static ConfigProblem warning(String source, String key, String message) {
        return new ConfigProblem(Problem.Level.WARNING, source, 0, key, message);
    }

    /** {@return whether the configuration is rejected} */
    public boolean isError() {
        return level == Problem.Level.ERROR;
    }

    /** {@return the problem on one line, e.g. {@code linnix.yaml:12: api.max_streams: expected …}} */
    @Override
    public String toString() {
        return text(isError() ? "" : "warning: ");
    }

    /** {@return the problem on one line, without its level, for where that is told anyway} */
    public String withoutLevel() {
        return text("");
    }

    private String text(String level) {
        return source + (line > 0 ? ":" + line : "") + ": " + level + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
