package dev.linnix.engine.rule;

/**
 * One thing wrong with a file that people write.
 *
 * @param level whether the file can be used in spite of it
 * @param file as given by whoever read it
 * @param line within the file, from 1
 * @param path where in the document, e.g. {@code rule fork_storm: threshold}; empty for the file as a whole
 * @param message one sentence: what was expected, what was found
 */
public record Problem(Level level, String file, int line, String path, String message) {

    /** How bad a problem is. */
    public enum Level {
        /** The file is rejected as a whole. */
        ERROR,
        /** The file is used; something in it has no effect. */
        WARNING
    }

    /** {@return the problem on one line, e.g. {@code rules.yaml:12: rule a: threshold: expected …}} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (level == Level.WARNING ? "warning: " : "")
                + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
