package dev.linnix.agent.config;

import dev.linnix.agent.config.AodConfig.Given;
import dev.linnix.agent.space.Slices;
import dev.linnix.engine.rule.Document;
import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Table;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.ParameterValue;
import dev.linnix.engine.rule.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the {@code config.yaml} of AODv2. Each key must be known and each value make sense, which AODv2 hardly checked;
 * every problem is reported with its line. Where AODv2 went on with a warning, so does this.
 */
public final class AodFile {
    private static final int MOST_ANOMALIES = 100;
    private static final List<String> KEYS =
            List.of("watch_interval_sec", "aod_output_dir", "watcher", "guardian", "cleanup", "audit");
    private static final ParameterSpec INTERVAL =
            ParameterSpec.number("watch_interval_sec", "s", 0.5, 60, "").optional(1);
    private static final ParameterSpec CLEANUP_INTERVAL =
            ParameterSpec.number("cleanup_interval_sec", "s", 1, 86_400, "").optional(60);
    private static final ParameterSpec AGE =
            ParameterSpec.number("max_log_age_days", "days", 0.01, 3650, "").optional(null);
    private static final ParameterSpec SIZE = ParameterSpec.number("max_total_log_size_mb", "MB", 0.01, 1 << 20, "")
            .optional(null);
    private static final ParameterSpec ENABLED = ParameterSpec.flag("enabled", false, "");
    /** AODv2 read YAML 1.1, to which these are switches; here they are words. */
    private static final Map<String, Boolean> SWITCHES = Map.of("yes", true, "on", true, "no", false, "off", false);

    /** Less than this for all bundles, and one incident may push out the one before it. */
    private static final int SCANT_MB = 16;

    private static final long MB = 1 << 20;

    private final String name;
    private final boolean tolerant;
    private final List<Given> settings = new ArrayList<>();

    private AodFile(String name, boolean tolerant) {
        this.name = name;
        this.tolerant = tolerant;
    }

    /**
     * Reads a file.
     *
     * @param compatible whether keys nobody knows are warnings
     * @param found takes the problems
     * @return what it says; when one of the problems is an error, that is not to be used
     */
    public static AodConfig read(Path file, boolean compatible, List<ConfigProblem> found) {
        try {
            return parse(file.toString(), TextFile.read(file), compatible, found);
        } catch (IOException e) {
            String reason = ConfigFile.reason(file, e);
            found.add(ConfigProblem.error(file.toString(), "", "cannot read the configuration of AODv2: " + reason));
            return new AodConfig(file.toString(), List.of(), 1, List.of());
        }
    }

    /** Reads the text of a file; as {@link #read}. */
    static AodConfig parse(String name, String text, boolean compatible, List<ConfigProblem> found) {
        Problems problems = new Problems(name, text);
        Document document = ConfigFile.document(text, false, problems);
        AodConfig config = new AodConfig(name, List.of(), 1, List.of());
        if (document instanceof Table table) {
            config = new AodFile(name, compatible).top(new AodSection(table, "", problems));
        } else if (!problems.hasErrors()) {
            String what = document == null ? "nothing" : document.describe();
            problems.error(
                    document == null ? 1 : document.line(), "", "expected keys such as \"guardian:\", found " + what);
        }
        problems.sorted().forEach(problem -> found.add(ConfigProblem.of(problem)));
        return config;
    }

    private AodConfig top(AodSection top) {
        top.known(KEYS, tolerant);
        double window = top.number(INTERVAL);
        Optional<String> directory = directory(top);
        directory.ifPresent(path -> give(Schema.STATE_DIR.key(), path, top, "aod_output_dir"));
        top.below("watcher", false).ifPresent(this::watcher);
        List<AodAnomaly> anomalies =
                top.below("guardian", true).map(this::guardian).orElse(List.of());
        top.below("cleanup", false).ifPresent(cleanup -> cleanup(cleanup, directory));
        top.below("audit", false).ifPresent(this::audit);
        return new AodConfig(name, anomalies, window, settings);
    }

    private static Optional<String> directory(AodSection section) {
        Entry entry = section.table().find("aod_output_dir");
        if (entry == null) return Optional.empty();
        try {
            return Optional.of(Schema.STATE_DIR.type().read(entry.value()).toString());
        } catch (ValueType.Unfit e) {
            section.error(entry.line(), "aod_output_dir", e.text());
            return Optional.empty();
        }
    }

    private void watcher(AodSection watcher) {
        watcher.known(List.of("actions"), tolerant);
        if (watcher.table().find("actions") == null) return;
        watcher.words("actions");
        watcher.warning(
                watcher.line("actions"),
                "actions",
                "has no effect; it never had one, although AODv2 required it: the actions of each anomaly decide");
    }

    private List<AodAnomaly> guardian(AodSection guardian) {
        guardian.known(List.of("anomalies"), tolerant);
        Optional<AodSection> section = guardian.below("anomalies", true);
        if (section.isEmpty()) return List.of();
        List<Entry> entries = section.get().table().entries();
        int line = guardian.line("anomalies");
        if (entries.isEmpty()) guardian.error(line, "anomalies", "expected at least one anomaly, found none");
        if (entries.size() > MOST_ANOMALIES) {
            guardian.error(
                    line, "anomalies", "expected at most " + MOST_ANOMALIES + " anomalies, found " + entries.size());
            return List.of();
        }
        List<AodAnomaly> anomalies = new ArrayList<>();
        for (Entry entry : entries) {
            section.get()
                    .below(entry.key(), true)
                    .flatMap(anomaly -> new AodAnomalyReader(anomaly, entry.key(), tolerant).read())
                    .ifPresent(anomalies::add);
        }
        return anomalies;
    }

    private void cleanup(AodSection cleanup, Optional<String> written) {
        cleanup.known(List.of(CLEANUP_INTERVAL.name(), AGE.name(), SIZE.name(), "aod_output_dir"), tolerant);
        if (cleanup.table().find(CLEANUP_INTERVAL.name()) != null) {
            cleanup.value(CLEANUP_INTERVAL);
            cleanup.warning(
                    cleanup.line(CLEANUP_INTERVAL.name()),
                    CLEANUP_INTERVAL.name(),
                    "has no effect here: room is made before anything is written, not at intervals");
        }
        if (cleanup.value(SIZE) instanceof Double megabytes) {
            if (megabytes < SCANT_MB) {
                cleanup.warning(
                        cleanup.line(SIZE.name()),
                        SIZE.name(),
                        "expected " + SCANT_MB
                                + " MB or more, since evidence here has the minutes before the incident, found "
                                + ParameterValue.plain(megabytes) + (megabytes < 1 ? "; 1 is taken" : ""));
            }
            long bundles = Math.max(MB, (long) Math.ceil(megabytes * MB));
            give("space.budget", budget(bundles), cleanup, SIZE.name());
        }
        if (cleanup.value(AGE) instanceof Double days) give("space.max_age", number(days), cleanup, AGE.name());
        otherDirectory(cleanup, written);
    }

    /** {@return the least budget that leaves so many bytes for bundles, since AODv2 limited nothing but what it collected} */
    private static long budget(long bundles) {
        long recorder = Schema.RECORDER_SIZE.defaultValue().orElseThrow();
        long budget = bundles + recorder;
        long missing;
        do {
            missing = bundles - Slices.of(budget, recorder, 1, true).bundles();
            budget += missing;
        } while (missing > 0);
        return budget;
    }

    private static Object number(double number) {
        return number == Math.rint(number) ? (Object) (long) number : number;
    }

    /** The one place AODv2 cleaned up, whatever the other key of this name said, by which it wrote. */
    private static void otherDirectory(AodSection cleanup, Optional<String> written) {
        Optional<String> cleaned = directory(cleanup);
        if (cleaned.isEmpty() || cleaned.equals(written)) return;
        cleanup.warning(
                cleanup.line("aod_output_dir"),
                "aod_output_dir",
                "has no effect here: room is made where evidence is written, in the aod_output_dir of the whole file");
    }

    private void audit(AodSection audit) {
        audit.known(List.of(ENABLED.name()), tolerant);
        Entry entry = audit.table().find(ENABLED.name());
        if (entry == null) return;
        Boolean word = entry.value() instanceof Scalar scalar ? SWITCHES.get(scalar.text()) : null;
        Object enabled = word != null ? word : audit.value(ENABLED);
        if (enabled != null) give("audit.enabled", enabled, audit, ENABLED.name());
    }

    private void give(String key, Object value, AodSection section, String from) {
        settings.add(new Given(key, value, section.path() + from, section.line(from)));
    }
}
