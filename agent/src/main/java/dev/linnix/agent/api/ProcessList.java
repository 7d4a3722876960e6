package dev.linnix.agent.api;

import dev.linnix.engine.model.ProcessInfo;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Filter and order of {@code /processes}: {@code filter=cpu_pct:gt:N} or {@code mem_pct:gt:N}, {@code sort=cpu_pct:desc},
 * {@code cpu_pct:asc}, {@code mem_pct:desc} or {@code mem_pct:asc}. Older clients write {@code cpu_pct>N}; the {@code >} of
 * that must be sent as {@code %3E}, since the server refuses it raw before we see it.
 *
 * @param keep which processes
 * @param order of them
 */
record ProcessList(Predicate<ProcessInfo> keep, Comparator<ProcessInfo> order) {
    static final Comparator<ProcessInfo> BY_PID =
            Comparator.comparingInt(info -> info.process().pid());

    private static final Pattern FILTER = Pattern.compile("(cpu_pct|mem_pct)(?:>|:gt:)(\\d{1,9}(?:\\.\\d{1,9})?)");
    private static final Pattern SORT = Pattern.compile("(cpu_pct|mem_pct):(desc|asc)");

    static ProcessList of(Request request, Views views) throws HttpError {
        return new ProcessList(
                filter(request.query().get("filter"), views),
                sort(request.query().get("sort"), views));
    }

    Stream<ProcessInfo> apply(Stream<ProcessInfo> processes) {
        return processes.filter(keep).sorted(order);
    }

    private static Predicate<ProcessInfo> filter(@Nullable String text, Views views) throws HttpError {
        if (text == null) return process -> true;
        Matcher matcher = FILTER.matcher(text);
        if (!matcher.matches()) {
            throw HttpError.badRequest("filter expects cpu_pct:gt:N or mem_pct:gt:N, found \"" + text + "\"");
        }
        Function<ProcessInfo, @Nullable Double> value = column(matcher.group(1), views);
        double least = Double.parseDouble(matcher.group(2));
        return process -> {
            Double measured = value.apply(process);
            return measured != null && measured > least;
        };
    }

    private static Comparator<ProcessInfo> sort(@Nullable String text, Views views) throws HttpError {
        if (text == null) return BY_PID;
        Matcher matcher = SORT.matcher(text);
        if (!matcher.matches()) {
            throw HttpError.badRequest(
                    "sort expects cpu_pct:desc, cpu_pct:asc, mem_pct:desc or mem_pct:asc, found \"" + text + "\"");
        }
        Comparator<Double> order =
                matcher.group(2).equals("desc") ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(column(matcher.group(1), views), Comparator.nullsLast(order));
    }

    private static Function<ProcessInfo, @Nullable Double> column(String name, Views views) {
        return name.equals("cpu_pct") ? ProcessInfo::cpuPercent : views::memoryPercent;
    }
}
