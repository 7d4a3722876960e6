package dev.linnix.engine.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks one value against its specification, and says in words what the specification allows. Thread-safe. */
public final class ParameterValue {
    /** Beyond this a double no longer holds every whole number. */
    private static final double LARGEST_WHOLE = 1L << 53;

    private static final int MOST_WORDS = 200;
    private static final Pattern WORD = Pattern.compile("[!-~]{1,64}");
    private static final int LONGEST_PATTERN = 200;
    /** Repetitions within repetitions multiply. This bounds the memory to compile one, and the time to match a name. */
    private static final int LARGEST_PATTERN = 10_000;
    /** A repetition with a count, and whether a group is repeated. */
    private static final Pattern COUNT = Pattern.compile("([)]?)[{](\\d+)(?:,(\\d*))?[}]");

    private ParameterValue() {}

    /** {@return the value as the type's Java class, empty when it does not fit} */
    public static Optional<Object> of(ParameterSpec spec, Document found) {
        if (!(found instanceof Scalar scalar)) {
            return spec.type() == ParameterSpec.Type.WORDS ? words(found) : Optional.empty();
        }
        return switch (spec.type()) {
            case INTEGER ->
                number(spec, scalar)
                        .filter(n -> n == Math.rint(n) && Math.abs(n) <= LARGEST_WHOLE)
                        .map(Double::longValue);
            case NUMBER -> number(spec, scalar).map(n -> n);
            case BOOLEAN -> scalar.value() instanceof Boolean b ? Optional.of(b) : Optional.empty();
            case CHOICE ->
                spec.choices().stream()
                        .filter(choice -> scalar.value() instanceof String word && choice.equalsIgnoreCase(word))
                        .findFirst()
                        .map(choice -> choice);
            case PATTERN ->
                scalar.value() instanceof String regex && fault(regex) == null ? Optional.of(regex) : Optional.empty();
            case WORDS -> words(scalar);
        };
    }

    /** {@return words joined by spaces; a list and one text that has them all mean the same} */
    private static Optional<Object> words(Document found) {
        List<Document> items = found instanceof Sequence list ? list.items() : List.of(found);
        List<String> words = new ArrayList<>();
        for (Document item : items) {
            if (!(item instanceof Scalar scalar && scalar.value() instanceof String text)) return Optional.empty();
            if (!text.isBlank()) Collections.addAll(words, text.strip().split("[ \\t\\n]+", -1));
        }
        boolean fit = words.size() <= MOST_WORDS
                && words.stream().allMatch(word -> WORD.matcher(word).matches());
        return fit ? Optional.of(String.join(" ", words)) : Optional.empty();
    }

    /** {@return what is wrong with a regular expression, null when it can be used} */
    private static @Nullable String fault(String regex) {
        if (regex.isEmpty()) return "it is empty";
        if (regex.length() > LONGEST_PATTERN) return "it has " + regex.length() + " characters";
        if (regex.chars().anyMatch(Character::isISOControl)) return "it has control characters";
        if (regex.length() * repetitions(regex) > LARGEST_PATTERN) return "it repeats too much";
        try {
            Pattern.compile(regex);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getDescription();
        }
    }

    /** {@return at most how often a part is written out, were the counted repetitions replaced by what they repeat} */
    private static long repetitions(String regex) {
        long ofGroups = 1;
        long ofOthers = 1;
        Matcher counts = COUNT.matcher(regex);
        while (counts.find()) {
            String most = counts.group(3) == null || counts.group(3).isEmpty() ? counts.group(2) : counts.group(3);
            if (most.length() > 4) return LARGEST_PATTERN;
            int count = Math.max(1, Integer.parseInt(most));
            if (counts.group(1).isEmpty()) ofOthers = Math.max(ofOthers, count);
            else ofGroups = Math.min(LARGEST_PATTERN, ofGroups * count);
        }
        return ofGroups * ofOthers;
    }

    private static Optional<Double> number(ParameterSpec spec, Scalar scalar) {
        if (!(scalar.value() instanceof Long || scalar.value() instanceof Double)) return Optional.empty();
        double number = ((Number) scalar.value()).doubleValue();
        boolean fits = Double.isFinite(number) && number >= spec.min() && number <= spec.max();
        return fits ? Optional.of(number) : Optional.empty();
    }

    /** {@return the default as the type's Java class, null when there is none} */
    public static @Nullable Object defaultOf(ParameterSpec spec) {
        if (!(spec.defaultValue() instanceof Number number)) return spec.defaultValue();
        return switch (spec.type()) {
            case INTEGER -> (Object) number.longValue();
            default -> number.doubleValue();
        };
    }

    /** {@return why the value does not fit} */
    public static String complaint(ParameterSpec spec, Document found) {
        if (spec.type() == ParameterSpec.Type.WORDS && found instanceof Sequence list) {
            for (Document item : list.items()) {
                if (words(item).isEmpty()) return complaint(spec, item) + " among them";
            }
            return "expected at most " + MOST_WORDS + " words, found more";
        }
        String text = "expected " + allowed(spec) + ", found " + found.describe();
        if (!(found instanceof Scalar scalar)) return text;
        if (spec.type() == ParameterSpec.Type.PATTERN) {
            return text
                    + (scalar.value() instanceof String regex ? ": " + fault(regex) : ", not a text; put it in quotes");
        }
        if (scalar.value() instanceof String word) return text + stringHint(spec, word);
        boolean huge = spec.type() == ParameterSpec.Type.INTEGER
                && scalar.value() instanceof Number number
                && number.doubleValue() > LARGEST_WHOLE;
        return huge ? text + " (too large)" : text;
    }

    private static String stringHint(ParameterSpec spec, String word) {
        if (spec.type() == ParameterSpec.Type.CHOICE) return Nearest.hint(word, spec.choices(), "");
        boolean quoted = spec.type() == ParameterSpec.Type.BOOLEAN
                ? word.equals("true") || word.equals("false")
                : word.length() < 20 && word.matches("[-+]?[0-9]+([.][0-9]+)?");
        return quoted ? ", a string; leave out the quotes" : "";
    }

    /** {@return e.g. {@code a whole number from 1 to 60}} */
    public static String allowed(ParameterSpec spec) {
        return switch (spec.type()) {
            case INTEGER -> "a whole number" + range(spec);
            case NUMBER -> "a number" + range(spec);
            case BOOLEAN -> "true or false";
            case WORDS -> "a list of words";
            case PATTERN -> "a regular expression (RE2) of at most " + LONGEST_PATTERN + " characters";
            case CHOICE -> {
                int last = spec.choices().size() - 1;
                yield last < 1
                        ? String.join("", spec.choices())
                        : String.join(", ", spec.choices().subList(0, last)) + " or "
                                + spec.choices().get(last);
            }
        };
    }

    private static String range(ParameterSpec spec) {
        boolean bounded = spec.max() < LARGEST_WHOLE;
        // The smallest positive double stands for "anything above zero".
        if (spec.min() == Double.MIN_VALUE)
            return " greater than 0" + (bounded ? " and at most " + plain(spec.max()) : "");
        return bounded
                ? " from " + plain(spec.min()) + " to " + plain(spec.max())
                : " of at least " + plain(spec.min());
    }

    /** {@return the number without exponent or needless zeros} */
    public static String plain(double number) {
        if (number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE) {
            return String.format(Locale.ROOT, "%d", (long) number);
        }
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
