package dev.linnix.engine.detect;

import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Nearest;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the names there are a rule about requests watches: {@code all} but those in {@code exclude}, {@code trackonly}
 * those in {@code track}, {@code excludeonly} all but those in {@code exclude}. Where names have limits of their own,
 * {@code track} has them as {@code NAME=LIMIT}, and gives them with {@code all} too.
 *
 * @param kind of the names, for messages
 * @param known every name there is
 * @param limits whether names may have limits of their own
 */
record Selection(String kind, List<String> known, boolean limits) {
    static final ParameterSpec MODE = ParameterSpec.choice(
            "mode",
            List.of("all", "trackonly", "excludeonly"),
            "all",
            "Which are watched: all but those in `exclude`; those in `track` and no others; or all but those in `exclude`,"
                    + " with nothing in `track`.");

    /** Shortest latency a rule may ask for, ms. */
    static final double SHORTEST_MS = 0.001;
    /** Longest latency a rule may ask for, ms. */
    static final double LONGEST_MS = 3_600_000;

    /** A longer list of names is no help in a message. */
    private static final int MOST_SHOWN = 30;

    private static final String TRACK = "track";
    private static final String EXCLUDE = "exclude";
    private static final Pattern WITH_LIMIT = Pattern.compile("([^=]*)=(\\d{1,9}(?:\\.\\d{1,20})?)");

    /** {@return one sentence for each thing wrong with what a rule selects} */
    List<String> objections(Rule rule) {
        List<String> objections = new ArrayList<>();
        String mode = rule.word(MODE.name());
        Set<String> track = names(rule, TRACK, limits, objections);
        Set<String> exclude = names(rule, EXCLUDE, false, objections);
        if (mode.equals("trackonly")) {
            if (!exclude.isEmpty()) objections.add("exclude: has no effect with mode trackonly");
            if (text(rule, TRACK).isEmpty())
                objections.add("track: expected at least one " + kind + " with mode trackonly, found none");
        } else if (!track.isEmpty() && (mode.equals("excludeonly") || !limits)) {
            objections.add("track: has no effect with mode " + mode);
        }
        track.stream()
                .filter(exclude::contains)
                .forEach(name -> objections.add("exclude: " + name + " is in track already"));
        if (exclude.containsAll(known)) objections.add("exclude: expected fewer, found every " + kind + " there is");
        return objections;
    }

    private Set<String> names(Rule rule, String key, boolean withLimits, List<String> objections) {
        Set<String> names = new LinkedHashSet<>();
        if (text(rule, key).isEmpty()) return names;
        for (String word : text(rule, key).split(" ", -1)) {
            String name = word;
            Matcher limited = WITH_LIMIT.matcher(word);
            if (withLimits && limited.matches()) {
                name = limited.group(1);
                double limit = Double.parseDouble(limited.group(2));
                if (limit < SHORTEST_MS || limit > LONGEST_MS) {
                    objections.add(
                            key + ": expected 0.001 to 3600000 ms behind " + name + ", found " + limited.group(2));
                }
            }
            if (!known.contains(name)) {
                objections.add(key + ": unknown " + kind + " " + Scalar.quote(word) + hint(name));
            } else if (!names.add(name)) {
                objections.add(key + ": " + name + " is given twice");
            }
        }
        return names;
    }

    private static String text(Rule rule, String key) {
        return rule.has(key) ? rule.word(key) : "";
    }

    private String hint(String name) {
        return Nearest.hint(name, known, known.size() > MOST_SHOWN ? "" : "; known are " + String.join(", ", known));
    }
}
