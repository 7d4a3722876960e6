package dev.linnix.cli.top;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it is shown: by the alert that says most about it.
 *
 * @param id unique on the agent's host since its boot
 * @param state {@code firing}, {@code resolved} or {@code withdrawn}
 * @param severity the worst of its alerts
 * @param since when it was opened; null when the agent did not tell
 * @param changed when it last changed; null when the agent did not tell
 * @param alert of those that fire, else of all, the first of the worst severity
 * @param alerts all of them
 */
record Incident(
        String id,
        String state,
        Severity severity,
        @Nullable Instant since,
        @Nullable Instant changed,
        Answers.Alert alert,
        List<Answers.Alert> alerts) {
    private static final Comparator<Incident> ORDER = Comparator.comparing(Incident::firing)
            .thenComparing(Incident::since, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed();

    /** {@return what is to be shown, firing ones first, then the newest first; an incident without alerts is none} */
    static List<Incident> of(List<Answers.Incident> answers) {
        return answers.stream()
                .filter(answer -> !answer.alerts().isEmpty())
                .map(Incident::of)
                .sorted(ORDER)
                .toList();
    }

    private static Incident of(Answers.Incident answer) {
        String state = answer.state() == null ? "" : answer.state();
        return new Incident(
                answer.id() == null ? "" : answer.id(),
                state,
                Severity.of(answer.severity()),
                Format.parse(answer.time()),
                Format.parse(answer.changed()),
                chief(answer.alerts()),
                answer.alerts());
    }

    private static Answers.Alert chief(List<Answers.Alert> alerts) {
        Comparator<Answers.Alert> firing = Comparator.comparing(alert -> "firing".equalsIgnoreCase(alert.state()));
        // Of equals max() takes the first.
        return alerts.stream()
                .max(firing.thenComparing(alert -> Severity.of(alert.severity())))
                .orElseThrow();
    }

    boolean firing() {
        return state.equalsIgnoreCase("firing");
    }

    Resource resource() {
        return Resource.of(alert.detector(), alert.unit());
    }

    Answers.@Nullable Offender offender() {
        return alert.offender();
    }

    /** {@return the process to name; null when the cause is spread} */
    @Nullable
    ProcessKey culprit() {
        Answers.Offender offender = alert.offender();
        return offender == null ? null : new ProcessKey(offender.pid(), offender.startNs());
    }

    String rule() {
        return Cells.clean(alert.rule());
    }

    String unit() {
        return unit(alert);
    }

    /** {@return value when it fired and threshold, with their unit} */
    String measured() {
        return measured(alert);
    }

    /** {@return value when it fired and threshold, with their unit, such as {@code 317 > 50 forks/5s}} */
    static String measured(Answers.Alert alert) {
        StringBuilder text = new StringBuilder();
        Double value = alert.value();
        Double threshold = alert.threshold();
        if (value != null) text.append(alert.lowerBound() ? "≥" : "").append(Format.number(value));
        if (threshold != null) text.append(sign(value, threshold)).append(Format.number(threshold));
        return text.append(' ').append(unit(alert)).toString().strip();
    }

    /** {@return how they compare: of some rules reaching the threshold is enough, of some the value is too small} */
    private static String sign(@Nullable Double value, double threshold) {
        if (value == null || value > threshold) return " > ";
        return value < threshold ? " < " : " ≥ ";
    }

    /** {@return unit of value, peak and threshold; of an amount that gathers over a window with that window} */
    static String unit(Answers.Alert alert) {
        String unit = Cells.clean(alert.unit()).replace("percent", "%");
        return gathers(alert) ? unit + "/" + Format.number(alert.windowSeconds()) + "s" : unit;
    }

    /** {@return whether the value is a count or a gain; of others it is a rate, a share or a level} */
    static boolean gathers(Answers.Alert alert) {
        if (alert.windowSeconds() <= 0) return false;
        return "forks".equals(alert.unit()) || "jobs".equals(alert.unit()) || "memory_growth".equals(alert.detector());
    }

    /** {@return who is responsible, short: {@code comm[pid]}, and how many more} */
    String blamed() {
        Answers.Offender offender = alert.offender();
        if (offender != null) {
            int more = alert.offenders().size() - 1;
            return name(offender.comm(), offender.pid()) + (more > 0 ? " +" + more : "");
        }
        if (alert.candidates().isEmpty()) return "nobody";
        Answers.Offender largest = alert.candidates().getFirst();
        return "spread, most " + name(largest.comm(), largest.pid());
    }

    /** {@return what part of the trouble it causes; empty when nobody is responsible} */
    String share() {
        Answers.Offender offender = alert.offender();
        return offender == null ? "" : Format.share(offender.share());
    }

    /** {@return the ancestors and the culprit; empty when nobody is responsible} */
    String path() {
        Answers.Offender offender = alert.offender();
        if (offender == null) return "";
        return offender.path().stream().map(ref -> name(ref.comm(), ref.pid())).collect(Collectors.joining(" › "));
    }

    static String name(@Nullable String comm, int pid) {
        return Cells.name(comm) + "[" + pid + "]";
    }
}
