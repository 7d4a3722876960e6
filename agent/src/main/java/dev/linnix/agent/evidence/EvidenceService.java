package dev.linnix.agent.evidence;

import dev.linnix.agent.audit.AuditEvent;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.evidence.Bundler.Surroundings;
import dev.linnix.agent.evidence.collect.Collectors;
import dev.linnix.agent.evidence.collect.CustomCollector;
import dev.linnix.agent.evidence.run.CollectorRuns;
import dev.linnix.agent.evidence.run.HelperCommands;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.json.AlertViews;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    /**
     * What part of the room for evidence the recording in one archive may take. A bundle has two of them, and there must
     * be room for the first bundles of some causes beside their repeats.
     */
    private static final int PART_FOR_RECORDING = 16;

    /** More of a recording helps nobody who is in a hurry, bytes. */
    private static final long MOST_RECORDING = 16L << 20;

    private static final long ANSWER_MILLIS = 500;
    private static final System.Logger LOG = System.getLogger(EvidenceService.class.getName());

    private final Collectors collectors;
    private final CollectorRuns runs = new CollectorRuns(AT_ONCE);
    private final HelperCommands commands = new HelperCommands();
    private final LossHistory losses = new LossHistory();
    private final WallClock clock;
    private final Evidence evidence;
    private volatile @Nullable EngineLoop engine;

    /**
     * Puts it together; nothing is collected before {@link #start}.
     *
     * @param rules in force
     * @param share bytes that evidence may take
     * @param audit is told what is collected
     * @throws IllegalArgumentException when the configured collectors do not go with those there are
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
        this.clock = clock;
        this.collectors = collectors(config.collectors());
        Surroundings around = new Surroundings(
                host,
                program,
                clock,
                alerts,
                top -> ask(view -> view.around(top, Scene.MOST_PROCESSES)).orElse(List.of()),
                top -> ask(view -> view.lastMinute(top)).orElse(LastMinute.UNKNOWN),
                () -> ask(EngineView::status).orElse(null),
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
                        collectors,
                        audit),
                space::problem,
                clock::nowNs,
                audit);
    }

    /**
     * {@return all collectors, these that a user defines among them}
     *
     * @throws IllegalArgumentException when one of these cannot be called so
     */
    public static Collectors collectors(List<Config.UserCollector> configured) {
        return Collectors.with(configured.stream().map(EvidenceService::custom).toList());
    }

    private static CustomCollector custom(Config.UserCollector user) {
        Duration timeout = Duration.ofSeconds(user.timeoutSeconds());
        Collector.Stage stage = user.atOnce() ? Collector.Stage.FIRST : Collector.Stage.SECOND;
        return user.file() == null
                ? new CustomCollector(user.name(), user.command(), timeout, user.mostBytes(), stage)
                : CustomCollector.ofFile(user.name(), user.file(), timeout, user.mostBytes(), stage);
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

    /** {@return which names in the actions of these rules mean nothing, one sentence for each} */
    public List<String> problems(RuleSet rules) {
        return collectors.problems(rules);
    }

    /** Notes what was lost, every few seconds; for the housekeeper. */
    public void look() {
        if (!losses.isDue(clock.nowNs())) return;
        ask(EngineView::status).ifPresent(status -> losses.note(clock.nowNs(), status));
    }

    private <T> Optional<T> ask(Function<EngineView, T> question) {
        EngineLoop loop = engine;
        CompletableFuture<T> answer = loop == null ? null : loop.mailbox().post(question);
        if (answer == null) return Optional.empty();
        try {
            return Optional.of(answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "the engine failed on a question for evidence: " + e.getCause());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
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
