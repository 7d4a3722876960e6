package dev.linnix.agent.recorder;

import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.Backoff;
import dev.linnix.engine.ArgsRedaction;
import dev.linnix.recording.Gap;
import dev.linnix.recording.SegmentHeader;
import dev.linnix.recording.Zstd;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * What the recorder's thread does: writes what is handed over into segments, begins new ones, and gives up what fails.
 * After a failure nothing is taken for 1, 2, 4, … 64 s; then the engine's thread is asked for a new beginning. Confined to
 * the recorder's thread, but for what is said to be thread-safe.
 */
final class Recording {
    /** A segment is ended after so much event time, ns, … */
    static final long LONGEST_NS = 30 * RecordedEngine.SECOND;

    /** … or when its inputs take this part of all the room. */
    static final int PARTS = 8;

    private static final String NOT_YET = "nothing has been recorded yet";
    private static final System.Logger LOG = System.getLogger(Recording.class.getName());

    /** Opens the directory. */
    @FunctionalInterface
    interface Opener {
        Segments open() throws IOException;
    }

    private final Handoff handoff;
    private final Drops drops;
    private final Opener opener;
    private final long mostBytes;
    private final Host host;
    private final String program;
    private final WallClock clock;
    private final long runNs;
    private final Backoff backoff = new Backoff(Integer.MAX_VALUE);
    private final ArgsRedaction redaction = new ArgsRedaction();

    private @Nullable Zstd zstd;
    private volatile @Nullable Segments segments;
    private @Nullable OpenSegment open;
    private @Nullable Gap missing;
    /** Why there is no segment, while there is none. */
    private DropReason interruption = DropReason.DISK;

    private volatile @Nullable String problem = NOT_YET;
    private volatile long records;
    private volatile long gaps;

    /**
     * Creates it; nothing is opened yet.
     *
     * @param opener of the directory; called again after it failed
     * @param mostBytes of all segments together
     * @param program name and version of the agent
     */
    Recording(Handoff handoff, Drops drops, Opener opener, long mostBytes, Host host, String program, WallClock clock) {
        this.handoff = handoff;
        this.drops = drops;
        this.opener = opener;
        this.mostBytes = mostBytes;
        this.host = host;
        this.program = program;
        this.clock = clock;
        this.runNs = clock.nowNs();
    }

    /** {@return what is on disk; null while the directory is not open; thread-safe} */
    @Nullable
    Segments segments() {
        return segments;
    }

    /** {@return why nothing is recorded, in one sentence; null while something is; thread-safe} */
    @Nullable
    String problem() {
        return problem;
    }

    /** {@return inputs written; thread-safe} */
    long records() {
        return records;
    }

    /** {@return gaps told; thread-safe} */
    long gaps() {
        return gaps;
    }

    /** Opens what is needed, when it is time to; what follows is up to the engine's thread. */
    void prepare() {
        if (handoff.gate().open() || !backoff.due(clock.nowNs())) return;
        try {
            if (zstd == null) zstd = Zstd.open();
        } catch (IOException e) {
            failed(DropReason.LIBRARY, e);
            backoff.giveUp();
            return;
        }
        try {
            if (segments == null) segments = opener.open();
            handoff.gate(Handoff.Gate.OPEN);
        } catch (IOException | RuntimeException e) {
            failed(DropReason.DISK, e);
        }
    }

    /** Does what is to be done with one item; never throws. */
    void handle(Item item) {
        try {
            switch (item) {
                case Item.Inputs inputs -> inputs(inputs);
                case Item.Reload reload -> {
                    if (open != null) open.reload(reload);
                }
                case Item.Opening opening -> begin(opening);
                case Item.Nudge() -> {}
            }
            OpenSegment now = open;
            if (now != null && now.isFull(LONGEST_NS, mostBytes / PARTS)) handoff.wantKeyframe();
        } catch (IOException | RuntimeException e) {
            failed(DropReason.DISK, e);
        }
    }

    private void inputs(Item.Inputs inputs) throws IOException {
        Chunk chunk = inputs.chunk();
        if (chunk != null) {
            try {
                write(chunk, inputs.nowNs());
            } finally {
                handoff.give(chunk);
            }
        }
        if (open != null) open.said(inputs.said(), inputs.nowNs());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void write(Chunk chunk, long nowNs) throws IOException {
        OpenSegment into = open;
        if (into == null) {
            leaveOut(interruption, chunk, nowNs);
            return;
        }
        try {
            into.redact(chunk);
        } catch (RuntimeException e) {
            // Rather no recording than one that holds what must not be in it.
            leaveOut(DropReason.REDACTION, chunk, nowNs);
            LOG.log(System.Logger.Level.ERROR, "flight recorder: arguments cannot be redacted", e);
            interruption = DropReason.REDACTION;
            problem = "arguments could not be redacted: " + e;
            gap();
            end();
            return;
        }
        try {
            into.inputs(chunk);
        } catch (IOException | RuntimeException e) {
            leaveOut(DropReason.DISK, chunk, nowNs);
            throw e;
        }
        records += chunk.records();
    }

    /** What comes after must not be added to what came before, since nobody knows the state between them. */
    private void leaveOut(DropReason why, Chunk chunk, long nowNs) {
        drops.add(why, chunk.records(), chunk.bytes());
        missing = join(missing, new Gap(chunk.sinceNs(), nowNs, chunk.records(), chunk.bytes(), why.label()));
        handoff.wantKeyframe();
    }

    private static @Nullable Gap join(@Nullable Gap first, @Nullable Gap second) {
        if (first == null || second == null) return first == null ? second : first;
        return new Gap(
                Math.min(first.fromNs(), second.fromNs()),
                Math.max(first.toNs(), second.toNs()),
                first.records() + second.records(),
                first.bytes() + second.bytes(),
                first.reason());
    }

    private void begin(Item.Opening opening) throws IOException {
        missing = join(missing, opening.gap());
        Segments into = segments;
        Zstd compressor = zstd;
        // One that was on its way when the segment before failed: it is not yet time to try again.
        if (into == null || compressor == null || !handoff.gate().open()) return;
        gap();
        end();
        long number = into.nextNumber();
        long offset = clock.offsetNs();
        try {
            SegmentFile file = into.begin(number, opening.nowNs(), offset);
            open = OpenSegment.begin(file, compressor, header(number, offset, opening.nowNs()), opening, redaction);
            gap();
            into.begun();
        } catch (IOException | RuntimeException e) {
            giveUp();
            into.discard();
            throw e;
        }
        backoff.succeeded(clock.nowNs());
        String solved = problem;
        problem = null;
        if (solved != null && !solved.equals(NOT_YET)) {
            LOG.log(System.Logger.Level.INFO, "the flight recorder is on again");
        }
    }

    private SegmentHeader header(long number, long wallOffsetNs, long startNs) {
        return new SegmentHeader(
                SegmentHeader.FORMAT,
                program,
                number,
                runNs,
                host.bootId(),
                host.name(),
                host.kernel(),
                host.facts().cpus(),
                host.facts().memoryBytes(),
                host.facts().pageSize(),
                host.pidMax(),
                host.facts().agentPid(),
                host.facts().memoryErrorBytes(),
                wallOffsetNs,
                startNs);
    }

    /** A gap is told where it is: at the end of the segment before it, or else at the beginning of the next. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void gap() throws IOException {
        Gap told = missing;
        if (told == null || open == null) return;
        open.gap(told);
        missing = null;
        gaps++;
    }

    private void end() throws IOException {
        OpenSegment ending = open;
        open = null;
        if (ending != null) ending.end();
    }

    private void failed(DropReason why, Exception e) {
        giveUp();
        interruption = why;
        backoff.failed(clock.nowNs());
        handoff.gate(new Handoff.Gate(false, why));
        String sentence = sentence(e);
        // Said once for each reason, not at each try.
        if (!sentence.equals(problem)) {
            System.Logger.Level level =
                    e instanceof RuntimeException ? System.Logger.Level.ERROR : System.Logger.Level.WARNING;
            LOG.log(level, "the flight recorder is off: " + sentence, e instanceof RuntimeException ? e : null);
        }
        problem = sentence;
    }

    private void giveUp() {
        OpenSegment failed = open;
        open = null;
        if (failed == null) return;
        try {
            failed.abandon();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "flight recorder: a segment did not close: " + e);
        }
    }

    /** {@return what went wrong; the words of the system begin with a capital where ours do not} */
    private static String sentence(Exception e) {
        String message = e.getMessage();
        if (message == null || e instanceof RuntimeException) return e.toString();
        // Of these the message is the name of the file only.
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return e.getClass().getSimpleName().replace("Exception", "") + ": " + message;
        }
        boolean word = message.length() > 1
                && Character.isUpperCase(message.charAt(0))
                && !Character.isUpperCase(message.charAt(1));
        return word ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
    }

    /** Closes what is open, in good order. */
    void finish() {
        try {
            gap();
            end();
        } catch (IOException | RuntimeException e) {
            failed(DropReason.DISK, e);
        }
        if (zstd != null) zstd.close();
        Segments closing = segments;
        if (closing != null) closing.close();
    }
}
