package dev.linnix.cli.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is not there. A difference that the guide for those who upgrade tells of, in a row of its tables, is none. */
final class Misses {
    private static final int LONGEST = 200;

    private final List<String> rows;
    private final Set<String> all = new LinkedHashSet<>();

    Misses(Path guide) throws IOException {
        try (Stream<String> lines = Files.lines(guide)) {
            rows = lines.filter(line -> line.startsWith("|")).toList();
        }
    }

    /**
     * A thing is not as it was: a miss unless a row names the thing, in code, where it is met, and what is said of it.
     *
     * @param told words of the row
     */
    void different(String where, String what, String how, String... told) {
        if (isTold(where, what, told)) return;
        String line = how.lines().findFirst().orElse("");
        all.add(where + " " + what + ": " + line.substring(0, Math.min(line.length(), LONGEST)));
    }

    /** The program says that it has a thing no more, and why: the guide must name it with the same reason. */
    void dropped(String where, String what, String reason) {
        if (reason.isBlank()) all.add(where + " " + what + ": is dropped without a reason");
        else if (!isTold("", what, reason)) {
            all.add(where + " " + what + ": the guide does not name it beside the reason \"" + reason + "\"");
        }
    }

    private boolean isTold(String where, String what, String... more) {
        return rows.stream()
                .anyMatch(row -> row.contains("`" + what + "`")
                        && row.contains(where)
                        && Arrays.stream(more).allMatch(row::contains));
    }

    @Override
    public String toString() {
        return all.size() + " of what Linnix 0.x had is neither here nor accounted for in the guide:\n  "
                + String.join("\n  ", all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
