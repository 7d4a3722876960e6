package dev.linnix.engine.rule;

import dev.linnix.engine.rule.Problem.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the problems of one file, up to a bound, and keeps their lines inside the file. Confined to one thread. */
public final class Problems {
    private static final int MOST = 1000;

    private final String file;
    private final int lines;
    private final List<Problem> list = new ArrayList<>();
    private int unlisted;
    private boolean errors;

    /**
     * Creates an empty collection.
     *
     * @param file its name, for the messages
     * @param text of the file
     */
    public Problems(String file, String text) {
        this.file = file;
        this.lines = Math.max(1, (int) text.lines().count());
    }

    /** Adds one for which the file is rejected. */
    public void error(int line, String path, String message) {
        errors = true;
        add(Level.ERROR, line, path, message);
    }

    /** Adds one in spite of which the file is used. */
    public void warning(int line, String path, String message) {
        add(Level.WARNING, line, path, message);
    }

    private void add(Level level, int line, String path, String message) {
        if (list.size() == MOST) {
            unlisted++;
        } else {
            list.add(new Problem(level, file, Math.clamp(line, 1, lines), path, message));
        }
    }

    /** {@return whether the file is rejected} */
    public boolean hasErrors() {
        return errors;
    }

    /** {@return what was gathered, by line; those of one line as they were found} */
    public List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparingInt(Problem::line));
        if (unlisted > 0) {
            Level level = errors ? Level.ERROR : Level.WARNING;
            sorted.add(new Problem(level, file, lines, "", unlisted + " more problems are not listed"));
        }
        return sorted;
    }
}
