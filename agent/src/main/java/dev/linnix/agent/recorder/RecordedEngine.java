package dev.linnix.agent.recorder;

import dev.linnix.agent.loop.StateMachine;
import dev.linnix.engine.Engine;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.recording.Gap;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose inputs are recorded. Each is copied before the engine takes it, in one bulk copy; a full chunk is handed
 * over at once, another after a second of event time, or five when it is about nothing. Where that is not possible inputs are left out and counted,
 * until the engine's state can be saved again: a recording goes on after a gap with the whole state. Never waits. Confined
 * to the engine's thread.
 */
final class RecordedEngine implements StateMachine {
    /** A chunk is handed over after so much event time at the earliest; the engine's state is saved at most as often, ns. */
    static final long SECOND = 1_000_000_000L;

    /**
     * A chunk that holds little, and about which nothing was said, is handed over after so much event time, ns: a block for
     * each second of ticks and snapshots was a tenth of what the idle agent took.
     */
    static final long QUIET = 5 * SECOND;

    /** Less is little, bytes: the processes of a large host once, or some hundred events. */
    static final int LITTLE = Chunk.BYTES / 4;

    /** How long nothing is tried after the state could not be saved, ns. */
    static final long AFTER_DEFECT = 64 * SECOND;

    /** Alerts and incidents that are kept back at most, but for those of one input. */
    private static final int MOST_SAID = 256;

    private static final int HEADER = 16;

    private static final System.Logger LOG = System.getLogger(RecordedEngine.class.getName());

    private final Engine engine;
    private final Said said;
    private final Handoff out;
    private final Drops drops;
    private RuleSet.Source rules;
    private @Nullable Chunk chunk;
    private boolean recording;
    private long nowNs;
    private long notBeforeNs;

    private @Nullable DropReason gapReason;
    private long gapFromNs;
    private long gapRecords;
    private long gapBytes;
    private long countedRecords;
    private long countedBytes;

    /**
     * Creates it; nothing is recorded before the recorder takes anything.
     *
     * @param said hears everything the engine says
     * @param rules the engine was created with
     */
    RecordedEngine(Engine engine, Said said, RuleSet.Source rules, Handoff out, Drops drops) {
        this.engine = engine;
        this.said = said;
        this.rules = rules;
        this.out = out;
        this.drops = drops;
    }

    @Override
    public void accept(MemorySegment segment, long offset, int length) {
        int type = take(segment, offset, length);
        try {
            engine.accept(segment, offset, length);
        } finally {
            // Also when the engine failed on it: its loop goes on, and so does what is recorded.
            if (type == RecordType.TICK) tick(Flyweight.timeNs(segment, offset));
        }
    }

    /** {@return the type of the input} */
    private int take(MemorySegment segment, long offset, int length) {
        if (recording) {
            Chunk to = chunk;
            if (to == null || to.isFull()) to = next();
            if (to != null) return to.add(segment, offset, length);
        }
        if (gapReason != null) {
            gapRecords++;
            gapBytes += length;
        }
        return length < HEADER ? 0 : Flyweight.type(segment, offset);
    }

    private @Nullable Chunk next() {
        handOver();
        if (!recording) return null;
        Chunk fresh = out.take();
        if (fresh == null) {
            leaveOut(DropReason.QUEUE_FULL, nowNs);
            return null;
        }
        fresh.begin(nowNs);
        chunk = fresh;
        return fresh;
    }

    private void handOver() {
        Chunk full = chunk;
        chunk = null;
        if (full == null && said.size() == 0) return;
        if (out.offer(new Item.Inputs(full, said.take(), nowNs))) return;
        leaveOut(DropReason.QUEUE_FULL, full);
    }

    /** Begins a gap with a chunk that cannot be handed over. */
    private void leaveOut(DropReason reason, @Nullable Chunk lost) {
        leaveOut(reason, lost == null ? nowNs : lost.sinceNs());
        if (lost == null) return;
        gapRecords += lost.records();
        gapBytes += lost.bytes();
        out.give(lost);
    }

    /** Begins a gap, or goes on with one for another reason. */
    private void leaveOut(DropReason reason, long fromNs) {
        recording = false;
        said.keep(false);
        count();
        if (gapReason == null) gapFromNs = fromNs;
        gapReason = reason;
    }

    /** Time has passed: the only moment at which anything but copying is done. */
    private void tick(long timeNs) {
        nowNs = Math.max(nowNs, timeNs);
        Handoff.Gate gate = out.gate();
        if (!gate.open()) {
            shut(gate.reason());
        } else if (recording) {
            if (isDue(chunk) || said.size() >= MOST_SAID) handOver();
        }
        count();
        boolean due = !recording || out.keyframeWanted();
        if (gate.open() && due && nowNs >= notBeforeNs && engine.atRest()) begin();
    }

    private boolean isDue(@Nullable Chunk filling) {
        if (filling == null) return false;
        long age = nowNs - filling.sinceNs();
        return age >= QUIET || (age >= SECOND && (filling.bytes() >= LITTLE || said.size() > 0));
    }

    private void shut(@Nullable DropReason reason) {
        if (recording) {
            Chunk lost = chunk;
            chunk = null;
            leaveOut(reason == null ? DropReason.DISK : reason, lost);
        } else if (gapReason == null && reason != null) {
            leaveOut(reason, nowNs);
        }
    }

    /** Begins a new segment, with all the engine knows. */
    private void begin() {
        if (recording) handOver();
        if (out.openingWaits() || !out.hasFree()) return;
        notBeforeNs = nowNs + SECOND;
        Keyframe keyframe;
        try {
            keyframe = engine.save();
        } catch (RuntimeException e) {
            defect(e);
            return;
        }
        if (!out.offer(new Item.Opening(keyframe, rules, gap(), nowNs))) {
            if (recording) leaveOut(DropReason.QUEUE_FULL, nowNs);
            return;
        }
        out.engineProblem(null);
        count();
        recording = true;
        said.keep(true);
        gapReason = null;
        gapRecords = 0;
        gapBytes = 0;
        countedRecords = 0;
        countedBytes = 0;
    }

    private @Nullable Gap gap() {
        DropReason reason = gapReason;
        return reason == null ? null : new Gap(gapFromNs, nowNs, gapRecords, gapBytes, reason.label());
    }

    /** That the state cannot be saved must not disturb what the engine is there for. */
    private void defect(RuntimeException e) {
        String problem = "the engine's state could not be saved: " + e;
        if (out.engineProblem() == null) LOG.log(System.Logger.Level.ERROR, "flight recorder: " + problem, e);
        out.engineProblem(problem);
        leaveOut(DropReason.KEYFRAME, nowNs);
        notBeforeNs = nowNs + AFTER_DEFECT;
    }

    /** Adds what was left out since the last call to the counts that others read. */
    private void count() {
        DropReason reason = gapReason;
        if (reason == null || gapRecords == countedRecords) return;
        drops.add(reason, gapRecords - countedRecords, gapBytes - countedBytes);
        countedRecords = gapRecords;
        countedBytes = gapBytes;
    }

    /** The inputs before belong to the rules before. */
    @Override
    public void reload(RuleSet next) {
        if (recording) handOver();
        engine.reload(next);
        rules = next.source();
        if (!recording) return;
        if (!out.offer(new Item.Reload(rules, said.take(), nowNs))) leaveOut(DropReason.QUEUE_FULL, nowNs);
    }

    @Override
    public boolean pending() {
        return engine.pending();
    }

    @Override
    public EngineView view() {
        return engine.view();
    }

    /** Hands over what there is. */
    @Override
    public void stopped() {
        if (recording) handOver();
        count();
    }
}
