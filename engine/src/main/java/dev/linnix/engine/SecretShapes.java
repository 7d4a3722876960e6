package dev.linnix.engine;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Credentials known by their shape, wherever in a text they stand. Before one there may be any white space; where one ends
 * at white space it ends at a space only, as tabs and line ends may be part of what is to be hidden.
 */
final class SecretShapes {
    private record Shape(Pattern pattern, String replacement) {}

    /**
     * In order: a later one sees what earlier ones left. Only character classes are repeated, most of them possessively,
     * and the rest end at the next slash or marker; so the time taken grows with the length of the text and no faster.
     */
    private static final List<Shape> SHAPES = List.of(
            // PEM: the name of the key stays
            shape(
                    "(?s)(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----).+?(-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\\z)",
                    "$1" + Redactor.MARK + "$2"),
            // user:password@ of a URL
            shape("(://[^ /:@?#]*+:)[^ /?#]+@", "$1" + Redactor.MARK + "@"),
            // HTTP authorization: the scheme stays
            shape(
                    "(?i)(authorization[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?"
                            + "(?:basic|bearer|token|digest|negotiate|apikey)\\s{1,4})[^\"']++",
                    "$1" + Redactor.MARK),
            shape("(?i)\\b(bearer\\s{1,4})[\\w.~+/=-]{8,}+", "$1" + Redactor.MARK),
            // signed URLs
            shape("(?i)([?&](?:sig|signature|x-amz-signature)=)[^ &\"']++", "$1" + Redactor.MARK),
            // JSON Web Token
            shape("(?<![\\w-])eyJ[\\w-]{4,}+\\.[\\w-]{4,}+\\.[\\w-]*+", Redactor.MARK),
            // GitHub, GitLab, npm
            shape("(?<!\\w)(?:gh[a-z]_\\w{20,}+|github_pat_\\w{20,}+|glpat-[\\w-]{16,}+|npm_\\w{30,}+)", Redactor.MARK),
            // OpenAI and those who copied it, Stripe; a digit tells them from words
            shape("(?<![\\w-])sk-(?=[A-Za-z_-]*+[0-9])[\\w-]{16,}+", Redactor.MARK),
            shape("(?<!\\w)[srp]k_(?:live|test)_\\w{10,}+", Redactor.MARK),
            // Slack, AWS, Google, Vault
            shape("(?<![\\w-])xox[a-z]-[\\w-]{8,}+", Redactor.MARK),
            shape("(?<!\\w)(?:AKIA|ASIA)[A-Z0-9]{16}(?!\\w)", Redactor.MARK),
            shape("(?<![\\w-])AIza[\\w-]{35}", Redactor.MARK),
            shape("(?<!\\w)hv[sb]\\.[\\w-]{20,}+", Redactor.MARK));

    private SecretShapes() {}

    private static Shape shape(String pattern, String replacement) {
        return new Shape(Pattern.compile(pattern), replacement);
    }

    /** {@return the text with them hidden} */
    static String hide(String text) {
        String shown = text;
        for (Shape shape : SHAPES) shown = shape.pattern.matcher(shown).replaceAll(shape.replacement);
        return shown;
    }
}
