package dev.linnix.agent.evidence;

import dev.linnix.agent.audit.AuditEvent;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.evidence.Bundler.Surroundings;
import dev.linnix.agent.evidence.collect.UserCollector;
import dev.linnix.agent.evidence.run.CollectorRuns;
import dev.linnix.agent.evidence.run.HelperCommands;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.json.AlertViews;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that collects evidence, put together. Thread-safe. */
public final class EvidenceService implements AutoCloseable {
    /** Collectors of one bundle that run at the same time. */
    private static final int AT_ONCE = 4;

    /** What part of the room for evidence the recording in one archive may take. */
    private static final int PART_FOR_RECORDING = 4;

    /** More of a recording helps nobody who is in a hurry, bytes. */
    private static final long MOST_RECORDING = 16L << 20;

    private static final long ANSWER_MILLIS = 500;
    private static final System.Logger LOG = System.getLogger(EvidenceService.class.getName());

    private final CollectorSet collectors;
    private final CollectorRuns runs = new CollectorRuns(AT_ONCE);
    private final HelperCommands commands = new HelperCommands();
    private final LossHistory losses = new LossHistory();
    private final SpaceKeeper space;
    private final WallClock clock;
    private final Evidence evidence;
    private volatile @Nullable EngineLoop engine;

    /**
     * Puts it together; nothing is collected before {@link #start}.
     *
     * @param rules in force
     * @param share bytes that evidence may take
     * @param audit is told what is collected
     */
    public EvidenceService(
            Config.Evidence config,
            Supplier<RuleSet> rules,
            BundleStore bundles,
            SpaceKeeper space,
            long share,
            FlightRecorder recorder,
            Host host,
            String program,
            WallClock clock,
            AlertViews alerts,
            Consumer<AuditEvent> audit) {
        this.space = space;
        this.clock = clock;
        this.collectors = CollectorSet.load(
                config.collectors().stream().map(UserCollector::of).toList());
        Surroundings around = new Surroundings(
                host,
                program,
                clock,
                alerts,
                () -> ask(view -> view.processes(true), List.of()),
                () -> ask(EngineView::status, null),
                losses);
        Duration window = Duration.ofSeconds(config.windowSeconds());
        this.evidence = new Evidence(
                new EvidenceOptions(config.enabled(), window, config.perRulePerHour(), config.perHour()),
                rule -> rules.get().actions(rule),
                collectors,
                new Bundler(
                        bundles,
                        space,
                        runs,
                        commands,
                        recorder.transfers(),
                        around,
                        window,
                        Math.min(MOST_RECORDING, share / PART_FOR_RECORDING),
                        audit),
                space::problem,
                clock::nowNs,
                audit);
    }

    /** Hears of an incident; on the engine's thread, returns at once. */
    public void onIncident(Incident incident) {
        evidence.onIncident(incident);
    }

    /**
     * Starts.
     *
     * @param loop answers what collectors ask the engine
     */
    public void start(EngineLoop loop) {
        engine = loop;
        evidence.start();
    }

    /** Says which names in these rules mean nothing. */
    public void check(RuleSet rules) {
        Set<String> unknown = new TreeSet<>();
        for (Collection<String> actions : rules.actions().values()) unknown.addAll(collectors.unknown(actions));
        for (String name : unknown) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "actions: there is no collector and no set called " + name + "; docs/collectors.md has the names");
        }
    }

    /** Notes what was lost, every few seconds; for the housekeeper. */
    public void look() {
        if (!losses.isDue(clock.nowNs())) return;
        EngineStatus status = ask(EngineView::status, null);
        if (status != null) losses.note(clock.nowNs(), status);
    }

    private <T extends @Nullable Object> T ask(Function<EngineView, T> question, T otherwise) {
        EngineLoop loop = engine;
        CompletableFuture<T> answer = loop == null ? null : loop.mailbox().post(question);
        if (answer == null) return otherwise;
        try {
            return answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return otherwise;
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "the engine failed on a question for evidence: " + e.getCause());
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    /** {@return how it is} */
    public EvidenceStatus status() {
        return new EvidenceStatus(evidence.status(), runs.stuck(), commands.abandoned());
    }

    @Override
    public void close() {
        evidence.close();
    }
}
