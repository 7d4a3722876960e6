package dev.linnix.cli;

import dev.linnix.engine.rule.Problem;
import java.util.Locale;

/**
 * A problem of a rule file as {@code rules check --json} prints it.
 *
 * @param level {@code error} or {@code warning}
 * @param file as given on the command line
 * @param line from 1
 * @param path where in the document; empty for the file as a whole
 * @param message one sentence
 */
@io.avaje.jsonb.Json
record ProblemLine(String level, String file, int line, String path, String message) {
    static ProblemLine of(Problem problem) {
        return new ProblemLine(
                problem.level().name().toLowerCase(Locale.ROOT),
                problem.file(),
                problem.line(),
                problem.path(),
                problem.message());
    }
}
