package dev.linnix.engine;

import java.util.List;
import java.util.regex.Pattern;

/** Credentials known by their shape, wherever in a text they stand. */
final class SecretShapes {
    private record Shape(Pattern pattern, String replacement) {}

    /**
     * In order: a later one sees what earlier ones left. Only character classes are repeated, most of them possessively,
     * and the rest end at the next slash or marker; so the time taken grows with the length of the text and no faster.
     */
    private static final List<Shape> SHAPES = List.of(
            // PEM: the name of the key stays
            shape(
                    "(?s)(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----).*?(-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\\z)",
                    "$1" + Redactor.HIDDEN + "$2"),
            // user:password@ of a URL
            shape("(://[^\\s/:@?#]*+:)[^\\s/?#]+@", "$1" + Redactor.HIDDEN + "@"),
            // HTTP authorization: the scheme stays
            shape(
                    "(?i)(authorization[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?"
                            + "(?:basic|bearer|token|digest|negotiate|apikey)\\s{1,4})(?!\\[redacted])[^\"']++",
                    "$1" + Redactor.HIDDEN),
            shape("(?i)\\b(bearer\\s{1,4})[\\w.~+/=-]{8,}+", "$1" + Redactor.HIDDEN),
            // signed URLs
            shape("(?i)([?&](?:sig|signature|x-amz-signature)=)[^\\s&\"']++", "$1" + Redactor.HIDDEN),
            // JSON Web Token
            shape("(?<![\\w-])eyJ[\\w-]{4,}+\\.[\\w-]{4,}+\\.[\\w-]*+", Redactor.HIDDEN),
            // GitHub, GitLab, npm
            shape(
                    "(?<!\\w)(?:gh[a-z]_\\w{20,}+|github_pat_\\w{20,}+|glpat-[\\w-]{16,}+|npm_\\w{30,}+)",
                    Redactor.HIDDEN),
            // OpenAI and those who copied it, Stripe; a digit tells them from words
            shape("(?<![\\w-])sk-(?=[A-Za-z_-]*+[0-9])[\\w-]{16,}+", Redactor.HIDDEN),
            shape("(?<!\\w)[srp]k_(?:live|test)_\\w{10,}+", Redactor.HIDDEN),
            // Slack, AWS, Google, Vault
            shape("(?<![\\w-])xox[a-z]-[\\w-]{8,}+", Redactor.HIDDEN),
            shape("(?<!\\w)(?:AKIA|ASIA)[A-Z0-9]{16}(?!\\w)", Redactor.HIDDEN),
            shape("(?<![\\w-])AIza[\\w-]{35}", Redactor.HIDDEN),
            shape("(?<!\\w)hv[sb]\\.[\\w-]{20,}+", Redactor.HIDDEN));

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
