package dev.linnix.agent.config;

import dev.linnix.agent.space.Slices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the keys of an AODv2 configuration about its output mean here. They keep what its documentation promises: nothing is
 * older than {@code max_log_age_days}, all bundles together are no larger than {@code max_total_log_size_mb}, this is looked
 * at every {@code cleanup_interval_sec} at the latest, and output is below {@code aod_output_dir}.
 */
public final class AodCleanup {
    /** What held there without the key, days. */
    static final double DEFAULT_AGE_DAYS = 2;

    /** What held there without the key, MB. */
    static final double DEFAULT_SIZE_MB = 200;

    private static final double MB = 1 << 20;
    private static final double MOST_BYTES = 1L << 49;
    private static final double LONGEST_INTERVAL_S = 60;
    private static final double LEAST_AGE_DAYS = 0.01;
    private static final double MOST_AGE_DAYS = 3650;

    /**
     * The keys as they were found.
     *
     * @param intervalSec {@code cleanup.cleanup_interval_sec}
     * @param maxAgeDays {@code cleanup.max_log_age_days}
     * @param maxSizeMb {@code cleanup.max_total_log_size_mb}
     * @param outputDir {@code aod_output_dir}
     * @param cleanupDir {@code cleanup.aod_output_dir}, which decided what was cleaned up there
     */
    public record Keys(
            OptionalDouble intervalSec,
            OptionalDouble maxAgeDays,
            OptionalDouble maxSizeMb,
            Optional<String> outputDir,
            Optional<String> cleanupDir) {}

    /**
     * What they become.
     *
     * @param settings keys of ours and their values, as in our file
     * @param errors one sentence for each value that cannot be meant
     * @param warnings one sentence for each that means something else here
     */
    public record Meaning(Map<String, String> settings, List<String> errors, List<String> warnings) {}

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private AodCleanup() {}

    /**
     * {@return what these keys mean}
     *
     * @param recorderBytes what the recorder takes, 0 when it is off; it comes out of our budget and had no part in theirs
     * @param audit whether there is an audit log
     */
    public static Meaning of(Keys keys, long recorderBytes, boolean audit) {
        AodCleanup cleanup = new AodCleanup();
        keys.outputDir().ifPresent(dir -> cleanup.settings.put(Schema.STATE_DIR.key(), dir));
        cleanup.directory(keys);
        cleanup.interval(keys.intervalSec());
        cleanup.age(keys.maxAgeDays().orElse(DEFAULT_AGE_DAYS));
        cleanup.size(keys.maxSizeMb().orElse(DEFAULT_SIZE_MB), recorderBytes, audit);
        return new Meaning(Map.copyOf(cleanup.settings), List.copyOf(cleanup.errors), List.copyOf(cleanup.warnings));
    }

    private void directory(Keys keys) {
        if (keys.cleanupDir().isEmpty() || keys.cleanupDir().equals(keys.outputDir())) return;
        warnings.add("cleanup.aod_output_dir: has no effect here, "
                + keys.cleanupDir().get()
                + " is not looked at: what is kept and what is cleaned up are in one directory, "
                + keys.outputDir().map(dir -> "aod_output_dir").orElse(Schema.STATE_DIR.key()));
    }

    private void interval(OptionalDouble seconds) {
        if (seconds.isEmpty()) return;
        if (!positive("cleanup.cleanup_interval_sec", seconds.getAsDouble())) return;
        if (seconds.getAsDouble() >= LONGEST_INTERVAL_S) return;
        warnings.add("cleanup.cleanup_interval_sec: sizes are kept at every moment, and ages are looked at every "
                + shown(LONGEST_INTERVAL_S) + " s, not every " + shown(seconds.getAsDouble()));
    }

    private void age(double days) {
        if (!positive("cleanup.max_log_age_days", days)) return;
        double kept = Math.clamp(days, LEAST_AGE_DAYS, MOST_AGE_DAYS);
        if (kept != days) {
            warnings.add("cleanup.max_log_age_days: " + shown(kept) + " is used, since it is between "
                    + shown(LEAST_AGE_DAYS) + " and " + shown(MOST_AGE_DAYS) + " here; found " + shown(days));
        }
        settings.put(Schema.SPACE_MAX_AGE.key(), shown(kept));
    }

    private void size(double mb, long recorderBytes, boolean audit) {
        if (!positive("cleanup.max_total_log_size_mb", mb)) return;
        double bytes = mb * MB;
        long bundles = (long) Math.min(Math.max(bytes, (double) Slices.LEAST_FOR_BUNDLES), MOST_BYTES);
        if (bytes < Slices.LEAST_FOR_BUNDLES) {
            warnings.add(
                    "cleanup.max_total_log_size_mb: 1 is used, the least there can be, since what is being made counts"
                            + " here as well; found " + shown(mb));
        }
        settings.put(Schema.SPACE_BUDGET.key(), String.valueOf(budget(bundles, recorderBytes, audit)));
    }

    /** {@return the least budget that leaves so much for bundles: the slices grow with it, but less than it does} */
    private static long budget(long bundles, long recorderBytes, boolean audit) {
        long budget = 3L << 20;
        long missing;
        do {
            missing = bundles - Slices.of(budget, recorderBytes, 1, audit).bundles();
            budget += Math.max(0, missing);
        } while (missing > 0);
        return budget;
    }

    private boolean positive(String key, double value) {
        if (value > 0 && Double.isFinite(value)) return true;
        errors.add(key + ": expected a number above 0, found " + shown(value));
        return false;
    }

    private static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
