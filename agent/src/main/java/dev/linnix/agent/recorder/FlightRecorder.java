package dev.linnix.agent.recorder;

import dev.linnix.agent.config.Config;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.Threads;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.StateMachine;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.kernel.CpuTime;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The flight recorder: has an engine's inputs recorded, and its thread redacts, compresses and writes them, begins new
 * segments and removes old ones. Whatever fails here ends the recording for a while and nothing else: the state is off,
 * with the reason. Created, started and closed by one thread; the rest is thread-safe.
 */
public final class FlightRecorder implements AutoCloseable {
    /** Name of its directory in the state directory. */
    public static final String DIRECTORY = "recorder";

    /** How often to try again to open what could not be opened. */
    private static final long RETRY_MILLIS = 1000;

    /** The longest wait for an item while all is well: what must not wait is an item itself. */
    private static final long IDLE_MILLIS = 60_000;

    private static final long STOP_MILLIS = 500;
    private static final long MINUTE_NS = 60 * RecordedEngine.SECOND;
    private static final System.Logger LOG = System.getLogger(FlightRecorder.class.getName());

    private final boolean enabled;
    private final Config.Recorder limits;
    private final Handoff handoff = new Handoff();
    private final Drops drops = new Drops();
    private final Recording recording;
    private final Transfers transfers;
    private final Thread thread;
    private volatile long cpuNs;
    private volatile boolean stopping;

    /**
     * Creates a recorder that does not run yet.
     *
     * @param state directory in which it has one of its own
     * @param program name and version of the agent
     */
    public FlightRecorder(StateDir state, Config.Recorder limits, Host host, String program, WallClock clock) {
        this(
                () -> Segments.open(state.below(DIRECTORY), limits.bytes(), limits.minutes() * MINUTE_NS),
                limits,
                host,
                program,
                clock);
    }

    FlightRecorder(Recording.Opener opener, Config.Recorder limits, Host host, String program, WallClock clock) {
        this.enabled = limits.enabled();
        this.limits = limits;
        this.recording = new Recording(handoff, drops, opener, limits.bytes(), host, program, clock);
        this.transfers = new Transfers(recording::segments, handoff::wantKeyframe, this::problem, clock);
        this.thread = Thread.ofPlatform().name("linnix-recorder").unstarted(this::run);
    }

    /**
     * {@return an engine whose inputs are recorded, and what it says}
     *
     * @param engine makes the engine, given its listener
     * @param rules it is made with
     * @param listener is told everything first
     */
    public StateMachine record(Function<AlertListener, Engine> engine, RuleSet.Source rules, AlertListener listener) {
        if (!enabled) return StateMachine.of(engine.apply(listener));
        Said said = new Said(listener);
        return new RecordedEngine(engine.apply(said), said, rules, handoff, drops);
    }

    /** Starts the thread. */
    public void start() {
        if (enabled) thread.start();
    }

    private void run() {
        try {
            while (!stopping || !handoff.isEmpty()) {
                recording.prepare();
                Item item = handoff.poll(handoff.gate().open() ? IDLE_MILLIS : RETRY_MILLIS);
                if (item != null) recording.handle(item);
                cpuNs = CpuTime.threadNs();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts: that would close the file below a write.
            LOG.log(System.Logger.Level.WARNING, "the flight recorder was interrupted");
        } finally {
            recording.finish();
        }
    }

    /** {@return why nothing is recorded; null while something is} */
    private @Nullable String problem() {
        if (!enabled) return "recorder.enabled is false";
        String problem = recording.problem();
        return problem != null ? problem : handoff.engineProblem();
    }

    /** {@return what is on disk; null while the directory is not open} */
    @Nullable
    Segments segments() {
        return recording.segments();
    }

    /** {@return how it is} */
    public RecorderStatus status() {
        Segments segments = segments();
        List<Segments.Segment> list = segments == null ? List.of() : segments.list();
        String problem = problem();
        return new RecorderStatus(
                problem == null,
                problem,
                list.size(),
                list.stream().mapToLong(Segments.Segment::bytes).sum(),
                limits.minutes(),
                limits.bytes(),
                oldest(list),
                recording.records(),
                segments == null ? 0 : segments.written(),
                recording.gaps(),
                drops.list(),
                cpuNs);
    }

    private static @Nullable Instant oldest(List<Segments.Segment> segments) {
        return segments.stream().mapToLong(Segments.Segment::firstNs).filter(ns -> ns > 0).min().stream()
                .mapToObj(Transfers::wall)
                .findFirst()
                .orElse(null);
    }

    /** {@return what hands out what is recorded} */
    public Transfers transfers() {
        return transfers;
    }

    /** Writes what is waiting, for at most half a second, and ends the thread. To be called after the engine's ended. */
    @Override
    public void close() {
        stopping = true;
        // A full queue needs no nudge.
        handoff.offer(new Item.Nudge());
        if (!Threads.ended(thread, STOP_MILLIS)) {
            LOG.log(System.Logger.Level.WARNING, "the flight recorder did not finish; the last second may be missing");
        }
    }
}
