package dev.linnix.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides what looks like a credential in the arguments of a process. It works by rules, errs on the side of hiding, and
 * cannot know a secret that looks like any other word. Names stay, values are hidden; a value that is only about
 * a credential, such as that of {@code --token-file}, stays. Static and thread-safe; the time it takes grows with the
 * length of the arguments and no faster.
 *
 * <p>{@link #stored} hides in the bytes, and {@link #shown} makes text of what it left: so what is shown is the same
 * whether it is made from what the kernel kept or from what a recording did.
 */
public final class Redactor {
    /** What is shown in the place of a credential. */
    public static final String HIDDEN = "[redacted]";

    /** What is stored in the place of a credential, the control character SUB: one byte, which no text needs. */
    static final String MARK = "\032";

    /** An argument longer than this, in bytes, is hidden as a whole. */
    public static final int LONGEST = 64 * 1024;

    /** How often the arguments are gone over: once to hide and once to see that all is hidden do for most. */
    private static final int ROUNDS = 8;

    private static final int LONGEST_PLAIN = 12;

    private static final String STDIN = "stdin";

    /** How many command lines inside arguments of command lines are looked into. */
    private static final int DEEPEST = 3;

    /** A name, and what stands between it and its value, an opening quote included. */
    private static final Pattern NAMED = Pattern.compile("(?<![\\w.-])([A-Za-z_-][\\w.-]{0,99}+)"
            + "(?:\\s{0,4}=\\s{0,4}|\\\\{0,4}[\"']\\s{0,4}[:=]\\s{0,4}|:\\s{1,4})(?:\\\\{0,4}([\"']))?");

    private static final Pattern ALREADY_HIDDEN =
            Pattern.compile("(?i)(?:(?:basic|bearer|token|digest|negotiate|apikey) )?" + MARK);

    /**
     * A header that is a credential up to the end of the line, spaces and semicolons included. {@code (?s)}: of what is one
     * char for each byte, 0x85 is a line end to a dot.
     */
    private static final Pattern COOKIE_LINE = Pattern.compile("(?is)\\b((?:set-)?cookie2?:\\s{0,4})[^\\s\032].*");

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
     * Hides credentials. Each becomes the byte 0x1A; all other bytes stay. What it returns it leaves as it is when given
     * again: it goes over the arguments until nothing more is hidden, and hides all of them when that takes too long.
     *
     * @param args arguments of one process as the kernel keeps them, the program first, NUL between them and perhaps
     *     behind the last, which may be cut; they are not changed
     * @return as many arguments, never longer; {@code args} itself when nothing is to be hidden
     */
    public static byte[] stored(byte[] args) {
        // one char for each byte, so that none is lost; all that the rules look for is ASCII
        List<String> before = List.of(new String(args, StandardCharsets.ISO_8859_1).split("\0", -1));
        for (int round = 0; round < ROUNDS; round++) {
            List<String> after = new Redactor(0).all(before);
            if (after.equals(before)) return round == 0 ? args : bytes(after);
            before = after;
        }
        return bytes(
                before.stream().map(argument -> argument.isEmpty() ? "" : MARK).toList());
    }

    /**
     * Hides credentials in one line of text that is no argument, such as one of a log: what holds for an argument that is a
     * command line holds for it.
     *
     * @param line one char for each byte or as decoded, without its line end
     * @return the line with {@value #HIDDEN} in the place of each; {@code line} itself when nothing is to be hidden
     */
    public static String line(String line) {
        return mayHold(line.toLowerCase(Locale.ROOT)) ? examined(line) : line;
    }

    /** Nearly all lines of logs and of the kernel's files hold nothing of the kind, and to see that takes a tenth of the time. */
    private static boolean mayHold(String lower) {
        if (SecretNames.mayBeIn(lower) || SecretShapes.mayBeIn(lower)) return true;
        if (lower.contains("mysql") || lower.contains("mariadb")) return true;
        for (String program : SHORT_OPTIONS.keySet()) if (lower.contains(program)) return true;
        for (String program : USER_OPTIONS.keySet()) if (lower.contains(program)) return true;
        return false;
    }

    /** As {@link #line}, without the short cut. */
    static String examined(String line) {
        String before = COOKIE_LINE.matcher(line).replaceFirst("$1" + MARK);
        for (int round = 0; round < ROUNDS; round++) {
            String after = new Redactor(0).one(before);
            if (after.equals(before)) return before.equals(line) ? line : before.replace(MARK, HIDDEN);
            before = after;
        }
        return HIDDEN;
    }

    private static byte[] bytes(List<String> arguments) {
        return String.join("\0", arguments).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Makes text of arguments. The byte 0x1A is shown as {@value #HIDDEN}, also where a process was given it.
     *
     * @param stored what {@link #stored} returned
     * @return one text for each argument, escaped as {@link KernelText} does; unmodifiable
     */
    public static List<String> shown(byte[] stored) {
        List<String> shown = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= stored.length; i++) {
            if (i == stored.length ? i > begin : stored[i] == 0) {
                shown.add(text(stored, begin, i));
                begin = i + 1;
            }
        }
        return Collections.unmodifiableList(shown);
    }

    private static String text(byte[] stored, int begin, int end) {
        StringBuilder text = new StringBuilder(end - begin + HIDDEN.length());
        int from = begin;
        for (int i = begin; i <= end; i++) {
            if (i < end && stored[i] != MARK.charAt(0)) continue;
            text.append(KernelText.escape(stored, from, i - from));
            if (i < end) text.append(HIDDEN);
            from = i + 1;
        }
        return text.toString();
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
        if (argument.length() > LONGEST) return MARK;
        Next expected = next;
        next = Next.ANYTHING;
        if (!argument.startsWith("-")) {
            if (expected == Next.SECRET) return argument.isEmpty() || isReference(argument) ? argument : MARK;
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
            shown = shortOption + MARK;
        } else if (!onlyAttached) {
            next = Next.SECRET;
        }
        shortOption = "";
        return shown;
    }

    private static String hidePassword(String argument, int start) {
        for (int i = start; i < argument.length() - 1; i++) {
            char c = argument.charAt(i);
            if (c == ':' || c == '%') return argument.substring(0, i + 1) + MARK;
        }
        return argument;
    }

    /** {@return whether the value says where the credential is} */
    private static boolean isReference(String value) {
        return isElsewhere(value, 0) || value.equals(STDIN);
    }

    private static boolean isElsewhere(String text, int start) {
        return text.startsWith("file:", start) || text.startsWith("env:", start);
    }

    private String text(String argument, boolean command) {
        if (isPlain(argument)) return argument;
        String shown = named(SecretShapes.hide(argument), command || depth > 0);
        boolean several = shown.chars().anyMatch(Redactor::isSpace);
        return several && depth < DEEPEST ? commandLine(shown) : shown;
    }

    /** {@return whether the text, as most are, is shorter than any known shape and holds no name with a value} */
    private static boolean isPlain(String text) {
        if (text.length() > LONGEST_PLAIN) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (endsValue(c, true) || c == '=' || c == ':') return false;
        }
        return true;
    }

    /**
     * Hides the values of names that tell a credential.
     *
     * @param command whether the text is for a shell, and a value ends at white space; else it ends at a space, and at
     *     the start of the text it is all of the rest
     */
    private static String named(String text, boolean command) {
        Matcher matcher = NAMED.matcher(text);
        StringBuilder shown = new StringBuilder();
        int copied = 0;
        int from = 0;
        while (matcher.find(from)) {
            from = matcher.end();
            if (!SecretNames.matches(matcher.group(1)) || isElsewhere(text, from)) continue;
            String quote = matcher.group(2);
            boolean all = matcher.start() == 0 && !command;
            Matcher hidden = ALREADY_HIDDEN.matcher(text).region(from, text.length());
            int known = hidden.lookingAt() ? hidden.end() : from;
            int end = endOfValue(text, known, quote, command, all);
            if (end == known || text.substring(from, end).equals(STDIN)) {
                from = end;
                continue;
            }
            shown.append(text, copied, from).append(MARK);
            copied = end;
            from = end;
        }
        return shown.append(text, copied, text.length()).toString();
    }

    private static int endOfValue(String text, int start, @Nullable String quote, boolean command, boolean all) {
        if (quote != null) {
            int end = text.indexOf(quote, start);
            return end < 0 ? text.length() : end;
        }
        if (all) return text.length();
        int end = start;
        while (end < text.length() && !endsValue(text.charAt(end), command)) end++;
        return end;
    }

    private static boolean endsValue(char c, boolean command) {
        return c == ' ' || (command && isSpace(c)) || isQuote(c) || c == '&' || c == ';' || c == '}';
    }

    /** {@return whether a shell ends a word there} */
    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n';
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
            while (word < text.length() && isSpace(text.charAt(word))) word++;
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
            } else if (isSpace(c)) {
                return i;
            }
        }
        return text.length();
    }
}
