package dev.linnix.engine.rule;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody probably meant. Thread-safe. */
public final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /** {@return the candidate fewest edits away (the first of equals), when it is near at all} */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        if (typed.isEmpty() || typed.length() > LONGEST) return Optional.empty();
        String word = plain(typed);
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            String other = plain(candidate);
            int distance = distance(word, other);
            if (word.length() >= 3 && (other.startsWith(word) || word.startsWith(other))) distance = 1;
            if (distance <= Math.max(1, Math.max(word.length(), other.length()) / 3) && distance < least) {
                best = candidate;
                least = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@return {@code ; did you mean "x"?}, or the alternative when nothing is near} */
    public static String hint(String typed, Collection<String> candidates, String otherwise) {
        return to(typed, candidates)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse(otherwise);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Damerau's distance restricted to adjacent transpositions ("optimal string alignment"). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
