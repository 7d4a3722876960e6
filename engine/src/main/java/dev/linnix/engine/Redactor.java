package dev.linnix.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides what looks like a credential in the arguments of a process. It works by rules, errs on the side of hiding, and
 * cannot know a secret that looks like any other word. Names stay, values become {@value #HIDDEN}; a value that is only
 * about a credential, such as that of {@code --token-file}, stays. Static and thread-safe; the time it takes grows with
 * the length of the arguments and no faster.
 */
public final class Redactor {
    /** What stands in the place of a credential. */
    public static final String HIDDEN = "[redacted]";

    /** An argument longer than this, in characters, is hidden as a whole. */
    public static final int LONGEST = 64 * 1024;

    private static final int LONGEST_PLAIN = 12;

    /** How many command lines inside arguments of command lines are looked into. */
    private static final int DEEPEST = 3;

    /** A name, and what stands between it and its value, an opening quote included. */
    private static final Pattern NAMED = Pattern.compile("(?<![\\w.-])([A-Za-z_-][\\w.-]{0,99}+)"
            + "(?:\\s{0,4}=\\s{0,4}|\\\\{0,4}[\"']\\s{0,4}[:=]\\s{0,4}|:\\s{1,4})(?:\\\\{0,4}([\"']))?");

    private static final Pattern ALREADY_HIDDEN =
            Pattern.compile("(?i)(?:(?:basic|bearer|token|digest|negotiate|apikey) )?\\[redacted]");

    private static final Pattern OPTION = Pattern.compile("--?([A-Za-z][\\w.-]*+)");
    private static final Pattern SHELL_OPTION = Pattern.compile("-[a-z]{0,4}c");
    private static final Pattern PROGRAM = Pattern.compile("[\\w.-]++\\z");

    /** Programs, or their subcommand, with a short option whose value is a credential. */
    private static final Map<String, String> SHORT_OPTIONS = Map.ofEntries(
            Map.entry("sshpass", "-p"),
            Map.entry("login", "-p"),
            Map.entry("mongo", "-p"),
            Map.entry("mongosh", "-p"),
            Map.entry("mongodump", "-p"),
            Map.entry("7z", "-p"),
            Map.entry("redis-cli", "-a"),
            Map.entry("ldapsearch", "-w"),
            Map.entry("ldapadd", "-w"),
            Map.entry("ldapmodify", "-w"),
            Map.entry("sqlcmd", "-P"),
            Map.entry("mosquitto_pub", "-P"),
            Map.entry("mosquitto_sub", "-P"),
            Map.entry("zip", "-P"),
            Map.entry("unzip", "-P"));

    /** Programs with options whose value is {@code user:password} or {@code user%password}. */
    private static final Map<String, Set<String>> USER_OPTIONS = Map.of(
            "curl", Set.of("-u", "--user", "-U", "--proxy-user"),
            "smbclient", Set.of("-U", "--user"),
            "rpcclient", Set.of("-U", "--user"));

    private enum Next {
        ANYTHING,
        SECRET,
        USER,
        COMMAND
    }

    private final int depth;
    private Next next = Next.ANYTHING;
    private String shortOption = "";
    private boolean onlyAttached;
    private Set<String> userOptions = Set.of();

    private Redactor(int depth) {
        this.depth = depth;
    }

    /**
     * Hides credentials.
     *
     * @param arguments of one process, the program first, escaped as {@link KernelText} does; the last may be cut
     * @return as many arguments
     */
    public static List<String> redact(List<String> arguments) {
        return new Redactor(0).all(arguments);
    }

    private List<String> all(List<String> arguments) {
        List<String> shown = new ArrayList<>(arguments.size());
        for (String argument : arguments) shown.add(quoted(argument));
        return shown;
    }

    /** Looks inside the quotes of a word of a command line. */
    private String quoted(String word) {
        int last = word.length() - 1;
        boolean quotes = depth > 0 && last > 0 && word.charAt(0) == word.charAt(last) && isQuote(word.charAt(0));
        return quotes ? word.charAt(0) + one(word.substring(1, last)) + word.charAt(last) : one(word);
    }

    private String one(String argument) {
        if (argument.length() > LONGEST) return HIDDEN;
        Next expected = next;
        next = Next.ANYTHING;
        if (!argument.startsWith("-")) {
            if (expected == Next.SECRET) return isReference(argument) ? argument : HIDDEN;
            if (expected == Next.USER) return hidePassword(argument, 0);
            remember(argument);
            return text(argument, expected == Next.COMMAND);
        }
        if (SHELL_OPTION.matcher(argument).matches()) next = Next.COMMAND;
        if (userOptions.contains(argument)) {
            next = Next.USER;
            return argument;
        }
        if (!shortOption.isEmpty() && argument.startsWith(shortOption)) return shortOption(argument);
        if (argument.length() > 2 && userOptions.contains(argument.substring(0, 2))) return hidePassword(argument, 2);
        Matcher option = OPTION.matcher(argument);
        if (option.matches() && SecretNames.matches(option.group(1))) {
            next = Next.SECRET;
            return argument;
        }
        return text(argument, false);
    }

    private void remember(String word) {
        Matcher matcher = PROGRAM.matcher(word);
        String program = matcher.find() ? matcher.group() : "";
        if (program.startsWith("mysql") || program.startsWith("mariadb")) {
            // -p alone makes them ask, and the word behind it names a database
            shortOption = "-p";
            onlyAttached = true;
        } else if (SHORT_OPTIONS.containsKey(program)) {
            shortOption = SHORT_OPTIONS.getOrDefault(program, "");
            onlyAttached = false;
        }
        userOptions = USER_OPTIONS.getOrDefault(program, userOptions);
    }

    private String shortOption(String argument) {
        String shown = argument;
        if (argument.length() > 2) {
            shown = shortOption + HIDDEN;
        } else if (!onlyAttached) {
            next = Next.SECRET;
        }
        shortOption = "";
        return shown;
    }

    private static String hidePassword(String argument, int start) {
        for (int i = start; i < argument.length() - 1; i++) {
            char c = argument.charAt(i);
            if (c == ':' || c == '%') return argument.substring(0, i + 1) + HIDDEN;
        }
        return argument;
    }

    /** {@return whether the value says where the credential is} */
    private static boolean isReference(String value) {
        return value.startsWith("file:") || value.startsWith("env:") || value.equals("stdin");
    }

    private String text(String argument, boolean command) {
        if (isPlain(argument)) return argument;
        String shown = named(SecretShapes.hide(argument), command || depth > 0);
        boolean several = shown.chars().anyMatch(Character::isWhitespace);
        return several && depth < DEEPEST ? commandLine(shown) : shown;
    }

    /** {@return whether the text, as most are, is shorter than any known shape and holds no name with a value} */
    private static boolean isPlain(String text) {
        if (text.length() > LONGEST_PLAIN) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (endsValue(c) || c == '=' || c == ':') return false;
        }
        return true;
    }

    /**
     * Hides the values of names that tell a credential.
     *
     * @param command whether a value ends at a space even at the start of the text; else it is all of the rest
     */
    private static String named(String text, boolean command) {
        Matcher matcher = NAMED.matcher(text);
        StringBuilder shown = new StringBuilder();
        int copied = 0;
        int from = 0;
        while (matcher.find(from)) {
            from = matcher.end();
            if (!SecretNames.matches(matcher.group(1))) continue;
            Matcher hidden = ALREADY_HIDDEN.matcher(text).region(from, text.length());
            if (hidden.lookingAt()) {
                from = hidden.end();
                continue;
            }
            boolean all = matcher.start() == 0 && !command;
            int end = endOfValue(text, from, matcher.group(2), all);
            if (end == from || isReference(text.substring(from, end))) continue;
            shown.append(text, copied, from).append(HIDDEN);
            copied = end;
            from = end;
        }
        return shown.append(text, copied, text.length()).toString();
    }

    private static int endOfValue(String text, int start, @Nullable String quote, boolean all) {
        if (quote != null) {
            int end = text.indexOf(quote, start);
            return end < 0 ? text.length() : end;
        }
        if (all) return text.length();
        int end = start;
        while (end < text.length() && !endsValue(text.charAt(end))) end++;
        return end;
    }

    private static boolean endsValue(char c) {
        return Character.isWhitespace(c) || isQuote(c) || c == '&' || c == ';' || c == '}';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    /** Treats a text of several words as the arguments of a process of its own. */
    private String commandLine(String text) {
        List<String> words = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int word = at;
            while (word < text.length() && Character.isWhitespace(text.charAt(word))) word++;
            gaps.add(text.substring(at, word));
            at = endOfWord(text, word);
            words.add(text.substring(word, at));
        }
        List<String> shown = new Redactor(depth + 1).all(words);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown.size(); i++) line.append(gaps.get(i)).append(shown.get(i));
        return line.toString();
    }

    /** {@return the index of the next space outside quotes} */
    private static int endOfWord(String text, int start) {
        char quote = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (isQuote(c)) {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                return i;
            }
        }
        return text.length();
    }
}
