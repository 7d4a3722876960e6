package dev.linnix.engine;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Credentials known by their shape, wherever in a text they stand. Before one there may be any white space; where one ends
 * at white space it ends at a space only, as tabs and line ends may be part of what is to be hidden.
 */
final class SecretShapes {
    /**
     * One shape.
     *
     * @param parts in lower case, one of which is in every text that has the shape: to look for these takes a tenth of the
     *     time that the pattern takes to find nothing
     */
    private record Shape(Pattern pattern, String replacement, List<String> parts) {
        boolean mayBeIn(String lower) {
            for (String part : parts) {
                if (lower.contains(part)) return true;
            }
            return false;
        }
    }

    /**
     * In order: a later one sees what earlier ones left. Only character classes are repeated, most of them possessively,
     * and the rest end at the next slash or marker; so the time taken grows with the length of the text and no faster.
     */
    private static final List<Shape> SHAPES = List.of(
            // PEM: the name of the key stays
            shape(
                    "(?s)(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----).+?(-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\\z)",
                    "$1" + Redactor.MARK + "$2",
                    "-----begin"),
            // user:password@ of a URL
            shape("(://[^ /:@?#]*+:)[^ /?#]+@", "$1" + Redactor.MARK + "@", "://"),
            // HTTP authorization: the scheme stays
            shape(
                    "(?i)(authorization[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?"
                            + "(?:basic|bearer|token|digest|negotiate|apikey)\\s{1,4})[^\"']++",
                    "$1" + Redactor.MARK,
                    "authorization"),
            shape("(?i)\\b(bearer\\s{1,4})[\\w.~+/=-]{8,}+", "$1" + Redactor.MARK, "bearer"),
            // signed URLs
            shape("(?i)([?&](?:sig|signature|x-amz-signature)=)[^ &\"']++", "$1" + Redactor.MARK, "sig"),
            // JSON Web Token
            shape("(?<![\\w-])eyJ[\\w-]{4,}+\\.[\\w-]{4,}+\\.[\\w-]*+", Redactor.MARK, "eyj"),
            // GitHub, GitLab, npm
            shape(
                    "(?<!\\w)(?:gh[a-z]_\\w{20,}+|github_pat_\\w{20,}+|glpat-[\\w-]{16,}+|npm_\\w{30,}+)",
                    Redactor.MARK,
                    "gh",
                    "github_pat_",
                    "glpat-",
                    "npm_"),
            // OpenAI and those who copied it, Stripe; a digit tells them from words
            shape("(?<![\\w-])sk-(?=[A-Za-z_-]*+[0-9])[\\w-]{16,}+", Redactor.MARK, "sk-"),
            shape("(?<!\\w)[srp]k_(?:live|test)_\\w{10,}+", Redactor.MARK, "k_live_", "k_test_"),
            // Slack, AWS, Google, Vault
            shape("(?<![\\w-])xox[a-z]-[\\w-]{8,}+", Redactor.MARK, "xox"),
            shape("(?<!\\w)(?:AKIA|ASIA)[A-Z0-9]{16}(?!\\w)", Redactor.MARK, "akia", "asia"),
            shape("(?<![\\w-])AIza[\\w-]{35}", Redactor.MARK, "aiza"),
            shape("(?<!\\w)hv[sb]\\.[\\w-]{20,}+", Redactor.MARK, "hvs.", "hvb."));

    private SecretShapes() {}

    private static Shape shape(String pattern, String replacement, String... parts) {
        return new Shape(Pattern.compile(pattern), replacement, List.of(parts));
    }

    /** {@return whether a text may have one; false means that it has none} */
    static boolean mayBeIn(String lower) {
        for (Shape shape : SHAPES) if (shape.mayBeIn(lower)) return true;
        return false;
    }

    /** {@return the text with them hidden} */
    static String hide(String text) {
        String shown = text;
        String lower = text.toLowerCase(Locale.ROOT);
        for (Shape shape : SHAPES) {
            if (shape.mayBeIn(lower)) shown = shape.pattern.matcher(shown).replaceAll(shape.replacement);
        }
        return shown;
    }
}
