package dev.linnix.cli.replay;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.recording.Firing;
import dev.linnix.recording.RulesTrial.Nearest;
import dev.linnix.recording.RulesTrial.Nearness;
import dev.linnix.recording.RulesTrial.Outcome;
import dev.linnix.recording.RulesTrial.Pair;
import io.avaje.jsonb.Json.Naming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial of rules, as {@code --json} prints it; what is not known is null.
 *
 * @param outcome {@code would_alert}, {@code no_longer}, {@code as_before} or {@code quiet}
 * @param rule by name
 * @param severity in lower case; null when it stayed quiet
 * @param fired when, RFC 3339; of one that stayed quiet, when it came nearest
 * @param ended when it was over, RFC 3339; null when it was not
 * @param value measured when it fired, or came nearest
 * @param threshold that the value was held against
 * @param unit of value and threshold
 * @param pid of the one process to name
 * @param comm its command name, escaped
 * @param percent of its threshold that a quiet rule came to; 0 when it was below 1
 * @param unknown why that cannot be told
 */
@io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
record TrialLine(
        String outcome,
        String rule,
        @Nullable String severity,
        @Nullable String fired,
        @Nullable String ended,
        @Nullable Double value,
        @Nullable Double threshold,
        @Nullable String unit,
        @Nullable Integer pid,
        @Nullable String comm,
        @Nullable Integer percent,
        @Nullable String unknown) {

    /** {@return everything, in the order it is shown} */
    static List<TrialLine> of(Outcome outcome) {
        List<TrialLine> lines = new ArrayList<>();
        for (Firing firing : outcome.added()) lines.add(of("would_alert", firing));
        for (Firing firing : outcome.gone()) lines.add(of("no_longer", firing));
        for (Pair pair : outcome.kept()) lines.add(of("as_before", pair.tried()));
        for (Nearness nearness : outcome.silent()) lines.add(of(nearness));
        return lines;
    }

    private static TrialLine of(String outcome, Firing firing) {
        Alert alert = firing.alert();
        ProcessRef named = alert.named();
        return new TrialLine(
                outcome,
                alert.rule(),
                alert.severity().name().toLowerCase(Locale.ROOT),
                firing.fired().toString(),
                text(firing.ended()),
                finite(alert.value()),
                finite(alert.threshold()),
                alert.unit(),
                named == null ? null : named.pid(),
                named == null ? null : named.comm(),
                null,
                null);
    }

    private static TrialLine of(Nearness nearness) {
        String rule = nearness.rule().name();
        Nearest nearest = nearness.nearest();
        if (nearest == null) {
            Integer percent = nearness.unknown() == null ? 0 : null;
            return new TrialLine(
                    "quiet", rule, null, null, null, null, null, null, null, null, percent, nearness.unknown());
        }
        ProcessRef named = nearest.named();
        return new TrialLine(
                "quiet",
                rule,
                null,
                nearest.time().toString(),
                null,
                finite(nearest.value()),
                null,
                nearest.unit(),
                named == null ? null : named.pid(),
                named == null ? null : named.comm(),
                nearest.percent(),
                null);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
