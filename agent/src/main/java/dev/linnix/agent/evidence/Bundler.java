package dev.linnix.agent.evidence;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.linnix.agent.audit.AuditEvent;
import dev.linnix.agent.evidence.collect.Collectors;
import dev.linnix.agent.evidence.run.CollectorResult;
import dev.linnix.agent.evidence.run.CollectorRuns;
import dev.linnix.agent.evidence.run.StagedFile;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.recorder.Excerpt;
import dev.linnix.agent.recorder.Transfers;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.Need;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.evidence.BundleReadme;
import dev.linnix.evidence.BundleWriter;
import dev.linnix.evidence.BundleWriter.Entry;
import dev.linnix.evidence.Manifest;
import dev.linnix.evidence.Manifest.CollectorInfo;
import dev.linnix.recording.json.AlertViews;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes archives: has the recording cut, runs the collectors, and puts everything together with a manifest. What cannot be
 * had is said in it. Thread-safe.
 */
final class Bundler implements BundleMaker {
    /** Name of the recording in an archive. */
    static final String RECORDING = "recording.linnix";

    private static final String RECORDER = "recorder";
    private static final String ABOUT_RECORDING =
            "What the agent was given in the window, every event and reading of a process, to be replayed:";

    private static final Path PROC = Path.of("/proc");

    /** What is not begun by then is left out, so that an archive comes when it is needed. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    /** The longest that collecting takes, too. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final Duration AFTER = Duration.ofSeconds(5);

    /** How long an archive waits for the recorder to write what happened last. */
    private static final long RECORDER_MILLIS = 1000;

    /** Room for an archive besides its recording, bytes: what most take. */
    private static final long LEAST_ARCHIVE = 64 << 10;

    /** Of so many the time is remembered; more are not made at the same time. */
    private static final int MOST_INCIDENTS = 1024;

    /** What an archive after the end looks at from before the trigger, for comparison. */
    private static final Duration BEFORE = Duration.ofSeconds(10);

    /**
     * What is known of the host and the engine.
     *
     * @param host this one
     * @param program name and version of the agent
     * @param clock wall time
     * @param alerts their shape in a manifest
     * @param processes what the engine knows of those around one, see {@link dev.linnix.engine.EngineView#around}; empty
     *     when it cannot be asked
     * @param minute the last of it with a process and all it forked; unknown when the engine cannot be asked
     * @param status of the engine; null when it cannot be asked
     * @param losses as they stood
     */
    record Surroundings(
            Host host,
            String program,
            WallClock clock,
            AlertViews alerts,
            Function<@Nullable ProcessRef, List<ProcessInfo>> processes,
            Function<@Nullable ProcessRef, LastMinute> minute,
            Supplier<@Nullable EngineStatus> status,
            LossHistory losses) {}

    private final BundleStore store;
    private final SpaceKeeper keeper;
    private final CollectorRuns runs;
    private final Commands commands;
    private final Transfers recorder;
    private final Surroundings around;
    private final Duration window;
    private final long mostRecording;
    private final UnaryOperator<String> about;
    private final Consumer<AuditEvent> audit;
    /** Guarded by itself. */
    private final Map<String, Instant> fired = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_INCIDENTS;
        }
    };

    private final Set<Thread> collecting = new HashSet<>();
    private boolean over;

    /**
     * Creates it.
     *
     * @param window how far back from the trigger to look
     * @param mostRecording bytes of the recording in one archive
     * @param collectors that there are
     * @param audit is told of each archive
     */
    Bundler(
            BundleStore store,
            SpaceKeeper keeper,
            CollectorRuns runs,
            Commands commands,
            Transfers recorder,
            Surroundings around,
            Duration window,
            long mostRecording,
            Collectors collectors,
            Consumer<AuditEvent> audit) {
        Map<String, String> summaries =
                collectors.all().stream().collect(toUnmodifiableMap(Collector::name, Collector::summary));
        this.about = name -> name.equals(RECORDER) ? ABOUT_RECORDING : summaries.getOrDefault(name, "");
        this.audit = audit;
        this.store = store;
        this.keeper = keeper;
        this.runs = runs;
        this.commands = commands;
        this.recorder = recorder;
        this.around = around;
        this.window = window;
        this.mostRecording = mostRecording;
    }

    @Override
    public void make(int phase, Incident incident, Alert trigger, List<Collector> collectors, List<Integer> expected)
            throws IOException {
        try {
            makeArchive(phase, incident, trigger, collectors, expected);
        } catch (IOException | RuntimeException e) {
            String why = e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
            audit.accept(new AuditEvent.Collected(incident.id(), null, phase, 0, "failed: " + why));
            throw e;
        }
    }

    private void makeArchive(
            int phase, Incident incident, Alert trigger, List<Collector> collectors, List<Integer> expected)
            throws IOException {
        Instant firedAt = firedAt(incident.id(), trigger);
        String cause = BundleFiles.oneLine(cause(trigger));
        String bundle = BundleStore.id(incident.id(), trigger.rule(), firedAt);
        if (phase > 1) mustBeThere(bundle);
        Need need = new Need(cause, bundle);
        // What collectors stage must not leave the archive without room.
        try (Claim room = keeper.claim(need, (phase == 2 ? 0 : 2 * mostRecording) + LEAST_ARCHIVE);
                Claim claim = keeper.claim(need, 0);
                Draft draft = store.begin(incident.id(), trigger.rule(), cause, firedAt, claim)) {
            // From now on it cannot be deleted.
            if (phase > 1) mustBeThere(bundle);
            FutureTask<Boolean> cut = phase == 2 ? null : new FutureTask<>(recorder::beginSegment);
            if (cut != null) Thread.ofVirtual().name("linnix-evidence-cut").start(cut);
            Instant from = phase == 3 ? firedAt.minus(BEFORE) : firedAt.minus(window);
            Instant to = around.clock().wall(around.clock().nowNs());
            Scene scene = scene(incident, trigger, phase == 3, from, firedAt, to);
            List<CollectorResult> results = collect(collectors, scene, draft.work(), claim, within(phase));
            try (Excerpt recording = cut == null ? Excerpt.NONE : recording(cut, trigger.firedNs(), firedAt, from)) {
                // Segments that make room while they are read take it until they are closed.
                room.keep(recording.size());
                List<CollectorInfo> told = new ArrayList<>();
                if (cut != null) told.add(told(recording, recorder.isWrittenUpTo(trigger.firedNs())));
                for (CollectorResult result : results) told.add(result.info());
                write(
                        draft,
                        phase,
                        manifest(phase, incident, scene, cause, draft, expected, told),
                        entries(draft.work(), results, recording, to));
            }
        }
    }

    /** Alone, what comes later would be a bundle that does not say how it began. */
    private void mustBeThere(String bundle) throws BundleGoneException {
        if (!store.has(bundle)) throw new BundleGoneException(bundle);
    }

    /** {@return what incidents of the same cause have in common: the rule, and the program to blame} */
    private static String cause(Alert trigger) {
        Offender offender = trigger.blame().responsible().isEmpty()
                ? null
                : trigger.blame().responsible().getFirst();
        String who = offender == null
                ? "host"
                : offender.executable() != null
                        ? offender.executable()
                        : offender.process().comm();
        return trigger.rule() + " " + who;
    }

    private static Duration within(int phase) {
        return phase == 1 ? AT_ONCE : phase == 2 ? SOON : AFTER;
    }

    private Scene scene(Incident incident, Alert trigger, boolean after, Instant from, Instant firedAt, Instant to) {
        ProcessRef offender = trigger.named();
        return new Scene(
                incident,
                trigger,
                offender,
                after,
                from,
                firedAt,
                to,
                around.host(),
                PROC,
                new Once<>(() -> around.processes().apply(offender)),
                () -> around.minute().apply(offender),
                commands);
    }

    /** Asks once; two collectors that want all processes share one list of them. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> asked;
        private @Nullable T answer;

        Once(Supplier<T> asked) {
            this.asked = asked;
        }

        @Override
        public synchronized T get() {
            T known = answer;
            if (known == null) {
                known = asked.get();
                answer = known;
            }
            return known;
        }
    }

    private List<CollectorResult> collect(
            List<Collector> collectors, Scene scene, StateDir work, Claim claim, Duration within) {
        synchronized (this) {
            collecting.add(Thread.currentThread());
            if (over) Thread.currentThread().interrupt();
        }
        try {
            return runs.run(collectors, scene, work, claim, within, SOON);
        } finally {
            synchronized (this) {
                collecting.remove(Thread.currentThread());
            }
            // An interrupt is for the collectors; what they have found is written in peace.
            Thread.interrupted();
        }
    }

    @Override
    public synchronized void cutShort() {
        over = true;
        collecting.forEach(Thread::interrupt);
    }

    /** {@return when it fired, the same for all archives of a bundle, whatever becomes of the clock meanwhile} */
    private Instant firedAt(String incident, Alert trigger) {
        synchronized (fired) {
            return fired.computeIfAbsent(incident, _ -> around.clock().wall(trigger.firedNs()));
        }
    }

    private Excerpt recording(FutureTask<Boolean> cut, long firedNs, Instant firedAt, Instant from) throws IOException {
        boolean ended = false;
        try {
            ended = cut.get(RECORDER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // What is written so far has to do.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return recorder.excerpt(firedNs - Duration.between(from, firedAt).toNanos(), mostRecording, ended);
    }

    private CollectorInfo told(Excerpt recording, boolean toTheEnd) {
        List<String> detail = new ArrayList<>();
        String problem = recorder.problem();
        if (problem != null) detail.add("the flight recorder is off: " + problem);
        if (!recording.isWhole()) {
            detail.add((recording.size() == 0 ? "not even the newest segment fits" : "what is older did not fit")
                    + " into the " + mostRecording + " bytes a recording may have here");
        }
        if (!toTheEnd && recording.size() > 0) {
            detail.add("it ends before the rule fired: the recorder did not come after it in time");
        }
        String status = recording.size() == 0 ? "skipped" : recording.isWhole() && toTheEnd ? "ok" : "cut";
        if (recording.size() == 0 && detail.isEmpty()) detail.add("nothing is recorded of this time");
        return new CollectorInfo(RECORDER, status, detail, 0);
    }

    private Manifest manifest(
            int phase,
            Incident incident,
            Scene scene,
            String cause,
            Draft draft,
            List<Integer> expected,
            List<CollectorInfo> collectors) {
        EngineStatus status = around.status().get();
        long fromNs = around.clock().boot(scene.from());
        Map<String, Long> loss = status == null ? Map.of() : around.losses().since(fromNs, status);
        String archive = draft.nextArchive(phase);
        return new Manifest(
                Manifest.FORMAT,
                incident.id(),
                phase,
                archive,
                draft.archives(),
                expected.stream().map(draft::nextArchive).toList(),
                around.clock().wall(around.clock().nowNs()).toString(),
                around.program(),
                scene.host().name(),
                scene.host().kernel(),
                scene.host().bootId(),
                scene.trigger().rule(),
                cause,
                scene.from().toString(),
                scene.firedAt().toString(),
                scene.to().toString(),
                incident.alerts().stream().map(around.alerts()::alert).toList(),
                loss,
                collectors,
                List.of());
    }

    private static List<Entry> entries(
            StateDir work, List<CollectorResult> results, Excerpt recording, Instant modified) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (CollectorResult result : results) {
            for (StagedFile file : result.files()) {
                entries.add(new Entry(
                        file.info(),
                        modified,
                        () -> Channels.newInputStream(work.open(file.staged(), StandardOpenOption.READ))));
            }
        }
        if (recording.size() > 0) {
            entries.add(new Entry(
                    BundleWriter.describe(RECORDING, RECORDER, recording.size(), !recording.isWhole(), recording::open),
                    modified,
                    recording::open));
        }
        return entries;
    }

    private void write(Draft draft, int phase, Manifest manifest, List<Entry> entries) throws IOException {
        Manifest complete = manifest.withFiles(entries.stream().map(Entry::info).toList());
        try (ArchiveFile file = draft.archive(phase)) {
            BundleWriter.write(file, manifest, BundleReadme.text(complete, about), entries);
            file.finish();
            audit.accept(
                    new AuditEvent.Collected(manifest.incident(), file.name(), phase, file.size(), summary(manifest)));
        }
    }

    /** {@return how the collectors fared, those that lack something by name} */
    private static String summary(Manifest manifest) {
        List<String> lacking = manifest.collectors().stream()
                .filter(collector -> !collector.status().equals("ok"))
                .map(collector -> collector.name() + " " + collector.status())
                .toList();
        return lacking.isEmpty() ? "ok" : String.join(", ", lacking);
    }
}
