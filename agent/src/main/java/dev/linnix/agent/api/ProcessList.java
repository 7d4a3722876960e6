package dev.linnix.agent.api;

import dev.linnix.agent.api.json.ProcessJson;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Filter and order of {@code /processes}: {@code filter=cpu_pct>N} or {@code mem_pct>N}, {@code sort=cpu_pct:desc} or
 * {@code mem_pct:desc}.
 *
 * @param keep which processes
 * @param order of them
 */
record ProcessList(Predicate<ProcessJson> keep, Comparator<ProcessJson> order) {
    private static final Pattern FILTER = Pattern.compile("(cpu_pct|mem_pct)>(\\d{1,9}(?:\\.\\d{1,9})?)");
    private static final Pattern SORT = Pattern.compile("(cpu_pct|mem_pct):(desc|asc)");

    static ProcessList of(Request request) throws HttpError {
        return new ProcessList(
                filter(request.query().get("filter")), sort(request.query().get("sort")));
    }

    List<ProcessJson> apply(List<ProcessJson> processes) {
        return processes.stream().filter(keep).sorted(order).toList();
    }

    private static Predicate<ProcessJson> filter(@Nullable String text) throws HttpError {
        if (text == null) return process -> true;
        Matcher matcher = FILTER.matcher(text);
        if (!matcher.matches()) {
            throw HttpError.badRequest("filter expects cpu_pct>N or mem_pct>N, found \"" + text + "\"");
        }
        Function<ProcessJson, @Nullable Double> value = column(matcher.group(1));
        double least = Double.parseDouble(matcher.group(2));
        return process -> {
            Double measured = value.apply(process);
            return measured != null && measured > least;
        };
    }

    private static Comparator<ProcessJson> sort(@Nullable String text) throws HttpError {
        if (text == null) return Comparator.comparingInt(ProcessJson::pid);
        Matcher matcher = SORT.matcher(text);
        if (!matcher.matches()) {
            throw HttpError.badRequest("sort expects cpu_pct:desc or mem_pct:desc, found \"" + text + "\"");
        }
        Comparator<Double> order =
                matcher.group(2).equals("desc") ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(column(matcher.group(1)), Comparator.nullsLast(order));
    }

    private static Function<ProcessJson, @Nullable Double> column(String name) {
        return name.equals("cpu_pct") ? ProcessJson::cpuPct : ProcessJson::memPct;
    }
}
