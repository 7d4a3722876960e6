package dev.linnix.agent.config;

import dev.linnix.engine.rule.Document;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import dev.linnix.engine.rule.Nearest;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a key takes. Immutable.
 *
 * @param kind class of the values
 * @param allowed in words, e.g. {@code a whole number from 1 to 60}
 * @param reader makes a value of what a file has
 * @param text the value as people write it
 */
record ValueType<T>(Class<T> kind, String allowed, Reader<T> reader, Function<T, String> text) {
    /** Longest token, characters; far below what a request may have in its headers. */
    static final int LONGEST_TOKEN = 1024;
    /** Longest path of a Unix socket, bytes: sun_path has 108, the last of which is NUL. */
    static final int LONGEST_SOCKET_PATH = 107;

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1," + LONGEST_TOKEN + "}");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,9}(?:\\.\\d{1,9})?");

    /** Makes a value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Document found) throws Unfit;
    }

    /**
     * What is wrong with a part of a value.
     *
     * @param line in the file; 0 for that of the whole value
     * @param text what was expected and what was found
     */
    record Fault(int line, String text) {}

    /** A value does not fit, for one reason or several. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Fault> faults;

        Unfit(String message) {
            this(List.of(new Fault(0, message)));
        }

        Unfit(List<Fault> faults) {
            super(faults.stream().map(Fault::text).collect(Collectors.joining("; ")));
            this.faults = List.copyOf(faults);
        }

        List<Fault> faults() {
            return faults;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /** {@return the value of what a file has} */
    T read(Document found) throws Unfit {
        return reader.read(found);
    }

    /** {@return the value of a text outside of a file, where nothing tells a number from a word} */
    T readText(String given) throws Unfit {
        Object value = given;
        if (kind == Boolean.class && (given.equals("true") || given.equals("false"))) value = given.equals("true");
        if ((kind == Integer.class || kind == Long.class)
                && WHOLE.matcher(given).matches()) value = Long.valueOf(given);
        if (kind == Double.class && DECIMAL.matcher(given).matches()) value = Double.valueOf(given);
        return reader.read(new Scalar(1, value, given));
    }

    /** {@return the value as people write it} */
    String show(Object value) {
        return text.apply(kind.cast(value));
    }

    private static Unfit unfit(String allowed, Document found) {
        return new Unfit("expected " + allowed + ", found " + found.describe());
    }

    private static String word(String allowed, Document found) throws Unfit {
        if (found instanceof Scalar scalar && scalar.value() instanceof String word) return word;
        boolean unquoted = found instanceof Scalar scalar && scalar.value() != null;
        throw new Unfit("expected " + allowed + ", found " + found.describe() + (unquoted ? " without quotes" : ""));
    }

    static ValueType<ListenAddress> address() {
        String allowed = "HOST:PORT or [IPV6]:PORT";
        return new ValueType<>(
                ListenAddress.class, allowed, found -> address(word(allowed, found)), ListenAddress::toString);
    }

    static ValueType<ListenAddress> addressOrOff() {
        String allowed = "HOST:PORT, [IPV6]:PORT or off";
        return new ValueType<>(
                ListenAddress.class,
                allowed,
                found -> {
                    String word = word(allowed, found);
                    return word.equals("off") ? ListenAddress.OFF : address(word);
                },
                ListenAddress::toString);
    }

    private static ListenAddress address(String word) throws Unfit {
        try {
            return ListenAddress.parse(word);
        } catch (IllegalArgumentException e) {
            throw new Unfit(String.valueOf(e.getMessage()));
        }
    }

    static ValueType<Path> directory() {
        String allowed = "the path of a directory";
        return new ValueType<>(Path.class, allowed, found -> path(allowed, found), Path::toString);
    }

    static ValueType<Path> file() {
        String allowed = "the path of a file";
        return new ValueType<>(
                Path.class,
                allowed,
                found -> {
                    Path path = path(allowed, found);
                    if (path.getFileName() == null) throw unfit(allowed, found);
                    return path;
                },
                Path::toString);
    }

    static ValueType<Path> socket() {
        String allowed = "the path of a file, at most " + LONGEST_SOCKET_PATH + " bytes";
        return new ValueType<>(
                Path.class,
                allowed,
                found -> {
                    Path path = path(allowed, found);
                    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
                    if (bytes > LONGEST_SOCKET_PATH) {
                        throw new Unfit("expected " + allowed + ", found " + bytes + " bytes");
                    }
                    if (path.getFileName() == null) throw unfit(allowed, found);
                    return path;
                },
                Path::toString);
    }

    private static Path path(String allowed, Document found) throws Unfit {
        String word = word(allowed, found);
        if (word.isEmpty()) throw unfit(allowed, found);
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new Unfit("expected " + allowed + ", found " + found.describe() + ": " + e.getReason());
        }
    }

    /** {@return the type of a secret: what was found is never shown} */
    static ValueType<String> token() {
        String allowed = "1 to " + LONGEST_TOKEN + " visible ASCII characters without spaces";
        return new ValueType<>(
                String.class,
                allowed,
                found -> {
                    if (!(found instanceof Scalar scalar && scalar.value() instanceof String word)) {
                        throw new Unfit("expected text in quotes, found something else");
                    }
                    if (!TOKEN.matcher(word).matches()) throw new Unfit("expected " + allowed + ", found others");
                    return word;
                },
                token -> "********");
    }

    static ValueType<Boolean> flag() {
        String allowed = "true or false";
        return new ValueType<>(
                Boolean.class,
                allowed,
                found -> {
                    if (found instanceof Scalar scalar && scalar.value() instanceof Boolean flag) return flag;
                    throw unfit(allowed, found);
                },
                String::valueOf);
    }

    static ValueType<Integer> whole(int min, int max) {
        String allowed = "a whole number from " + min + " to " + max;
        return new ValueType<>(
                Integer.class, allowed, found -> (int) within(min, max, allowed, found), String::valueOf);
    }

    static ValueType<Long> large(long min, long max) {
        String allowed = "a whole number from " + min + " to " + max;
        return new ValueType<>(Long.class, allowed, found -> within(min, max, allowed, found), String::valueOf);
    }

    static ValueType<Double> decimal(double min, double max) {
        String allowed = "a number from " + decimal(min) + " to " + decimal(max);
        return new ValueType<>(
                Double.class,
                allowed,
                found -> {
                    if (found instanceof Scalar scalar && scalar.value() instanceof Number number) {
                        double value = number.doubleValue();
                        if (value >= min && value <= max) return value;
                    }
                    throw unfit(allowed, found);
                },
                ValueType::decimal);
    }

    private static String decimal(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    static ValueType<Integer> powerOfTwo(int min, int max) {
        String allowed = "a power of two from " + min + " to " + max;
        return new ValueType<>(
                Integer.class,
                allowed,
                found -> {
                    int number = (int) within(min, max, allowed, found);
                    if (Integer.bitCount(number) != 1) throw unfit(allowed, found);
                    return number;
                },
                String::valueOf);
    }

    private static long within(long min, long max, String allowed, Document found) throws Unfit {
        if (found instanceof Scalar scalar && scalar.value() instanceof Long number && number >= min && number <= max) {
            return number;
        }
        throw unfit(allowed, found);
    }

    static ValueType<Level> level() {
        String allowed = "one of " + String.join(", ", LogLevels.WORDS);
        return new ValueType<>(
                Level.class,
                allowed,
                found -> {
                    String word = word(allowed, found);
                    return LogLevels.parse(word)
                            .orElseThrow(() -> new Unfit("expected " + allowed + ", found " + found.describe()
                                    + Nearest.hint(word, LogLevels.WORDS, "")));
                },
                level -> level.name().toLowerCase(Locale.ROOT));
    }

    static ValueType<String> anyText() {
        return new ValueType<>(String.class, "text", found -> word("text", found), text -> text);
    }

    static ValueType<Long> anyWhole() {
        String allowed = "a whole number of at least 0";
        return new ValueType<>(
                Long.class,
                allowed,
                found -> {
                    if (found instanceof Scalar scalar && scalar.value() instanceof Long number && number >= 0) {
                        return number;
                    }
                    throw unfit(allowed, found);
                },
                String::valueOf);
    }

    static ValueType<Number> anyNumber() {
        return new ValueType<>(
                Number.class,
                "a number",
                found -> {
                    if (found instanceof Scalar scalar && scalar.value() instanceof Number number) return number;
                    throw unfit("a number", found);
                },
                String::valueOf);
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // a class literal knows no type parameters
    static ValueType<List> textList() {
        String allowed = "a list of texts";
        return new ValueType<>(
                List.class,
                allowed,
                found -> {
                    if (!(found instanceof Sequence list)) throw unfit(allowed, found);
                    List<String> texts = new ArrayList<>();
                    for (Document item : list.items()) texts.add(word(allowed, item));
                    return texts;
                },
                String::valueOf);
    }
}
