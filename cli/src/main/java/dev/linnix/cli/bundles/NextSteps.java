package dev.linnix.cli.bundles;

import dev.linnix.evidence.BundleReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What to do with the files of an archive that was unpacked. */
final class NextSteps {
    private static final Pattern SEGMENT = Pattern.compile("(.*/)?segment-\\d+\\.linnix");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");

    private NextSteps() {}

    /** {@return commands and hints, a line each} */
    static List<String> of(Path directory, BundleReport report) {
        Set<Path> recordings = new LinkedHashSet<>();
        List<String> steps = new ArrayList<>();
        for (String file : report.whole()) {
            Path path = directory.resolve(file);
            // Segments follow one another; any other recording is whole in itself.
            if (SEGMENT.matcher(file).matches()) recordings.add(path.resolveSibling(""));
            else if (file.endsWith(".linnix")) recordings.add(path);
            if (file.endsWith(".svg")) steps.add("a picture for a browser:       " + path.toAbsolutePath());
        }
        // That of a later archive begins when the rule fired: too late to try others on it.
        boolean first = report.manifest().phase() == 1;
        for (Path recording : recordings) {
            if (first) {
                steps.add(0, "other rules tried on it:       linnix rules test " + quoted(recording) + " --rules FILE");
            }
            String when = first ? "the minutes before once more:  " : "up to its end once more:       ";
            steps.add(0, when + "linnix replay " + quoted(recording));
        }
        return steps;
    }

    /** {@return a path that a shell takes as it is} */
    private static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
