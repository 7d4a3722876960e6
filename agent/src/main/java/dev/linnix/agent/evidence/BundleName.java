package dev.linnix.agent.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name that all files of one bundle begin with: {@code incident-<time>-<rule>-<id>}. Immutable.
 *
 * @param firedAt when its first rule fired, to the second
 * @param rule lower-case letters, digits, {@code _} and {@code -}, at most {@value #LONGEST_RULE}
 * @param incident id of the incident
 */
record BundleName(Instant firedAt, String rule, String incident) {
    /** Longest name of a rule in that of a file, characters. */
    static final int LONGEST_RULE = 40;

    /** Archives a bundle has at most. */
    static final int MOST_ARCHIVES = 99;

    private static final String SUFFIX = ".tar.zst";
    private static final String INCIDENT = "i\\d{1,18}(?:-\\d{1,18})?";
    private static final Pattern ID = Pattern.compile(INCIDENT);
    private static final Pattern BASE =
            Pattern.compile("incident-(\\d{8}T\\d{6}Z)-([a-z0-9_-]{1," + LONGEST_RULE + "})-(" + INCIDENT + ")");
    private static final Pattern REST = Pattern.compile("\\.(?:([1-9]\\d?)\\.tar\\.zst|(tar\\.zst|cause|pin))");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What a file of a bundle is. */
    enum Kind {
        /** An archive. */
        ARCHIVE,
        /** Its cause, as text. */
        CAUSE,
        /** Says by being there that the bundle must stay. */
        PIN
    }

    /**
     * A file of a bundle.
     *
     * @param number of the archive, from 1; 0 when it is none
     */
    record Part(BundleName bundle, Kind kind, int number) {}

    /**
     * {@return the name of a new bundle}
     *
     * @param rule any name of a rule; what is not allowed in a file name here becomes {@code _}
     * @throws IllegalArgumentException when the id has other characters than the engine gives
     */
    static BundleName of(String incident, String rule, Instant firedAt) {
        if (!ID.matcher(incident).matches()) {
            throw new IllegalArgumentException("expected the id of an incident, found " + incident);
        }
        StringBuilder safe = new StringBuilder();
        rule.toLowerCase(Locale.ROOT)
                .codePoints()
                .limit(LONGEST_RULE)
                .map(c -> c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ? c : '_')
                .forEach(safe::appendCodePoint);
        return new BundleName(
                firedAt.truncatedTo(ChronoUnit.SECONDS), safe.isEmpty() ? "_" : safe.toString(), incident);
    }

    /** {@return the bundle of this name; null when it is none of ours} */
    static @Nullable BundleName parse(String base) {
        Matcher matcher = BASE.matcher(base);
        return matcher.matches() ? name(matcher) : null;
    }

    /** {@return what a file is; null when it is none of ours} */
    static @Nullable Part part(String file) {
        Matcher matcher = BASE.matcher(file);
        if (!matcher.lookingAt()) return null;
        Matcher rest = REST.matcher(file).region(matcher.end(), file.length());
        BundleName name = name(matcher);
        if (name == null || !rest.matches()) return null;
        if (rest.group(1) != null) {
            int number = Integer.parseInt(rest.group(1));
            return number == 1 ? null : new Part(name, Kind.ARCHIVE, number);
        }
        return switch (rest.group(2)) {
            case "cause" -> new Part(name, Kind.CAUSE, 0);
            case "pin" -> new Part(name, Kind.PIN, 0);
            default -> new Part(name, Kind.ARCHIVE, 1);
        };
    }

    private static @Nullable BundleName name(Matcher matcher) {
        try {
            return new BundleName(TIME.parse(matcher.group(1), Instant::from), matcher.group(2), matcher.group(3));
        } catch (DateTimeException e) {
            // Like the thirty-second of January: none of ours.
            return null;
        }
    }

    /** {@return what all its files begin with} */
    String base() {
        return "incident-" + TIME.format(firedAt) + '-' + rule + '-' + incident;
    }

    /** {@return the name of an archive, from 1} */
    String archive(int number) {
        return base() + (number == 1 ? "" : "." + number) + SUFFIX;
    }

    String cause() {
        return base() + ".cause";
    }

    String pin() {
        return base() + ".pin";
    }
}
