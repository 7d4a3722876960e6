package dev.linnix.agent.evidence.run;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.evidence.Manifest;
import java.util.List;
import java.util.Locale;

/**
 * How a collector fared.
 *
 * @param info what the manifest says of it
 * @param files that it made
 */
public record CollectorResult(Manifest.CollectorInfo info, List<StagedFile> files) {
    /** The one word for it; the first that applies, in this order. */
    enum Status {
        /** It was never begun, or there was nothing for it to collect. */
        SKIPPED,
        /** It ended by an error. */
        FAILED,
        /** It, or a helper of its, did not end in time. */
        TIMEOUT,
        /** Something was refused. */
        DENIED,
        /** There was more than it may keep. */
        CUT,
        /** It has collected all it looks for. */
        OK
    }

    static CollectorResult of(
            Collector collector, Status status, List<String> detail, long millis, List<StagedFile> files) {
        return new CollectorResult(
                new Manifest.CollectorInfo(
                        collector.name(), status.name().toLowerCase(Locale.ROOT), List.copyOf(detail), millis),
                List.copyOf(files));
    }

    static CollectorResult skipped(Collector collector, String why) {
        return of(collector, Status.SKIPPED, List.of(why), 0, List.of());
    }
}
