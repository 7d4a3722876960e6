package dev.linnix.recording;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.engine.state.StateException;
import dev.linnix.engine.state.StateSizeException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives an engine the inputs of a recording once more. Under the recorded rules it says what the live engine said, byte
 * for byte, from whichever keyframe it begins at. Where inputs are missing the engine goes on with what there is until the
 * next keyframe, from which it is taken up anew. An input on which the engine fails is passed over, as it was live. Under other rules only the first keyframe of each run of an agent counts:
 * it tells the state of the host, and the rules begin without alerts. For one use by one thread.
 */
public final class Replay {
    private final RecordingReader reader;
    private final ReplayOptions options;
    private final ReplayListener listener;
    private final RecordedRules recordedRules = new RecordedRules();
    private final List<String> notes = new ArrayList<>();
    private final AlertListener said = new AlertListener() {
        @Override
        public void onAlert(Alert alert) {
            if (alert.changedNs() < fromNs || alert.changedNs() > toNs) return;
            transitions++;
            tell(() -> listener.alert(alert, json));
        }

        @Override
        public void onIncident(Incident incident) {
            if (incident.changedNs() < fromNs || incident.changedNs() > toNs) return;
            transitions++;
            tell(() -> listener.incident(incident, json));
        }
    };

    private @Nullable Engine engine;
    private @Nullable EngineView view;
    /** Of the segment the last block was of. */
    private SegmentHeader current = SegmentHeader.LOST;
    /** The last one that was not lost itself. */
    private SegmentHeader header = SegmentHeader.LOST;

    private TransitionJson json = new TransitionJson("", 0);
    /** Nothing older is told, CLOCK_BOOTTIME of the segment. */
    private long fromNs = Long.MIN_VALUE;
    /** Nothing later is told, likewise. */
    private long toNs = Long.MAX_VALUE;
    /** Those of the keyframe that opens the segment. */
    private RuleSet.@Nullable Source openingRules;
    /** Whether the keyframe that opens the segment is behind, or can no longer come. */
    private boolean opened;
    /** Whether inputs are missing since the last keyframe. */
    private boolean lost;

    private long inputs;
    private long skipped;
    private long failures;
    private @Nullable RuntimeException firstFailure;
    /** What the listener threw, which is no failure of the engine that calls it. */
    private @Nullable RuntimeException thrown;

    private long transitions;
    private long losses;
    private long differences;
    private long notesLeftOut;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private long paceFromNs = -1;
    private long paceToNs = -1;
    private long pacedBeforeNs;

    /** Prepares a replay of all that the reader still has. */
    public Replay(RecordingReader reader, ReplayOptions options, ReplayListener listener) {
        this.reader = reader;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Replays.
     *
     * @throws RecordingException when nothing could be replayed, or when the recorded rules cannot be used
     * @throws InterruptedException when the pacer was interrupted
     */
    public ReplayResult run() throws IOException, InterruptedException {
        seek();
        for (Block block = reader.next(); block != null && !isLater(block); block = reader.next()) take(block);
        if (skipped > 0) note(skipped + " inputs that no keyframe came before were passed over");
        if (failures > 0) note("the engine failed on " + failures + " inputs, first: " + firstFailure);
        reader.skipped().ifPresent(this::note);
        reader.newer().ifPresent(this::note);
        if (view == null) throw new RecordingException(nothing());
        if (notesLeftOut > 0) notes.add("there is more to say: " + notesLeftOut + " notes were left out");
        listener.ended(view);
        return new ReplayResult(inputs, transitions, differences, losses, first, last, notes);
    }

    private String nothing() {
        String text = "nothing can be replayed: no keyframe was found that can be used";
        return notes.isEmpty() ? text : text + "; " + String.join("; ", notes);
    }

    private void seek() throws IOException {
        Instant from = options.from();
        if (from == null) return;
        SegmentInfo begin = null;
        for (SegmentInfo segment : reader.segments()) {
            SegmentHeader candidate = segment.header();
            if (!candidate.isLost() && candidate.startNs() <= bootNs(from, candidate)) begin = segment;
        }
        if (begin != null) reader.seek(begin);
    }

    private static long bootNs(Instant wall, SegmentHeader header) {
        return wall.getEpochSecond() * TransitionJson.SECOND + wall.getNano() - header.wallOffsetNs();
    }

    /** {@return whether all that is wanted is behind, as recordings are in order of time} */
    private boolean isLater(Block block) {
        Instant to = options.to();
        return to != null
                && block.type() == BlockType.RECORDS
                && !block.header().isLost()
                && block.firstNs() > bootNs(to, block.header());
    }

    private void take(Block block) throws IOException, InterruptedException {
        if (!block.header().equals(current)) enter(block.header());
        if (block.afterLoss()) {
            lose();
            opened |= block.type() != BlockType.HEADER;
        }
        switch (block.type()) {
            case HEADER, IMAGES, END -> {}
            case RULES -> rules(block.rules());
            case STATE -> keyframe(block);
            case RECORDS -> records(block);
            case TRANSITIONS -> recorded(block);
            case GAP -> gap(block);
        }
    }

    private void enter(SegmentHeader next) {
        current = next;
        openingRules = null;
        opened = next.isLost();
        if (next.isLost()) return;
        if (engine != null && !next.isOfRun(header)) leave(next);
        header = next;
        json = new TransitionJson(next.host(), next.wallOffsetNs());
        Instant from = options.from();
        fromNs = from == null ? Long.MIN_VALUE : bootNs(from, next);
        Instant to = options.to();
        toNs = to == null ? Long.MAX_VALUE : bootNs(to, next);
    }

    /** Inputs of another run must not reach the engine of this one: its times may be of another boot. */
    private void leave(SegmentHeader next) {
        note("segment " + next.segment() + " was recorded by another run of the agent than segment " + header.segment()
                + ", and is replayed by itself");
        engine = null;
        lost = true;
        pacedBeforeNs += paceToNs - paceFromNs;
        paceFromNs = -1;
        paceToNs = -1;
    }

    private void lose() {
        if (!lost) losses++;
        lost = true;
    }

    private void note(String sentence) {
        if (notes.size() < ReplayResult.NOTES) notes.add(sentence);
        else notesLeftOut++;
    }

    private String place() {
        return "segment " + current.segment();
    }

    private void rules(RuleSet.Source source) throws RecordingException {
        if (!opened) openingRules = source;
        else if (engine != null && options.rules() == null) reload(engine, recordedRules.parse(header, source));
    }

    private void reload(Engine reached, RuleSet rules) throws RecordingException {
        try {
            reached.reload(rules);
        } catch (IllegalArgumentException e) {
            throw new RecordingException(place() + ": its rules cannot be used: " + e.getMessage(), e);
        }
    }

    private void keyframe(Block block) throws RecordingException {
        opened = true;
        boolean missing = lost;
        lost = false;
        if (engine != null && (options.rules() != null || !(missing || options.check()))) return;
        Keyframe keyframe = block.keyframe();
        if (current.isLost()) unusable("the header of the segment is missing");
        else if (options.rules() != null) restore(keyframe, options.rules(), true);
        else if (openingRules == null) unusable("the rules of the segment are missing");
        else if (engine == null || missing) restore(keyframe, recordedRules.parse(header, openingRules), false);
        else compare(engine, keyframe, recordedRules.parse(header, openingRules));
    }

    private void restore(Keyframe keyframe, RuleSet rules, boolean others) {
        try {
            engine = others
                    ? Engine.adopt(header.facts(), rules, keyframe, said)
                    : Engine.restore(header.facts(), rules, keyframe, said);
            view = engine.view();
            listener.restored(json, view);
        } catch (StateException e) {
            unusable(e.getMessage());
        }
    }

    private void compare(Engine reached, Keyframe keyframe, RuleSet rules) {
        if (!reached.atRest()) {
            note(place() + ": its keyframe cannot be compared: the replay has come into the rows of a snapshot");
            differences++;
            return;
        }
        try {
            Keyframe there = anew(keyframe, rules);
            Keyframe here = anew(reached.save(), rules);
            boolean programs = Arrays.equals(there.images(), here.images());
            boolean state = Arrays.equals(there.state(), here.state());
            if (!programs) differs("the programs");
            if (!state) differs("the state");
            if (!programs || !state) differences++;
        } catch (StateException | StateSizeException e) {
            unusable(e.getMessage());
        }
    }

    /** Programs that differed only in what was redacted become one when they are taken up. */
    private Keyframe anew(Keyframe keyframe, RuleSet rules) throws StateException {
        return Engine.restore(header.facts(), rules, keyframe, AlertListener.NONE)
                .save();
    }

    /** What is missing stays missing until a keyframe can be used. */
    private void unusable(@Nullable String reason) {
        lost = engine != null;
        note(place() + ": its keyframe cannot be used: " + reason);
    }

    private void differs(String what) {
        note(place() + ": " + what + " in its keyframe differ from what the replay came to");
    }

    private void gap(Block block) {
        opened = true;
        Gap gap = block.gap();
        // What was missing before the segment began is in its keyframe.
        if (gap.fromNs() >= current.startNs() || gap.toNs() > current.startNs()) lose();
        listener.gap(gap, json);
        note(place() + ": " + gap.records() + " inputs from " + json.wall(gap.fromNs()) + " to " + json.wall(gap.toNs())
                + " are missing: " + gap.reason());
    }

    private void records(Block block) throws InterruptedException {
        opened = true;
        MemorySegment records = block.payload();
        for (long at = 0; at < records.byteSize(); ) {
            int length = Flyweight.length(records, at);
            input(records, at, length);
            at += length;
        }
        if (engine == null) return;
        if (first == null) first = json.wall(block.firstNs());
        last = json.wall(block.lastNs());
    }

    private void input(MemorySegment records, long at, int length) throws InterruptedException {
        if (engine == null) {
            skipped++;
            return;
        }
        if (Flyweight.type(records, at) == RecordType.TICK) pace(Flyweight.timeNs(records, at));
        try {
            engine.accept(records, at, length);
        } catch (RuntimeException e) {
            failed(e);
        }
        inputs++;
    }

    @SuppressWarnings("ReferenceEquality") // the very same
    private void failed(RuntimeException e) {
        if (e == thrown) throw e;
        if (failures++ == 0) firstFailure = e;
    }

    private void tell(Runnable transition) {
        try {
            transition.run();
        } catch (RuntimeException e) {
            thrown = e;
            throw e;
        }
    }

    private void pace(long timeNs) throws InterruptedException {
        if (timeNs < fromNs) return;
        if (paceFromNs < 0) paceFromNs = timeNs;
        paceToNs = Math.max(paceToNs, timeNs);
        options.pacer().await(pacedBeforeNs + paceToNs - paceFromNs);
    }

    /** Tells the lines of what the replay tells as well. */
    private void recorded(Block block) {
        opened = true;
        if (engine == null) return;
        byte[] lines = block.payload().toArray(ValueLayout.JAVA_BYTE);
        int from = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] != '\n') continue;
            byte[] line = Arrays.copyOfRange(lines, from, i + 1);
            if (isWanted(line)) listener.recorded(line);
            from = i + 1;
        }
    }

    private boolean isWanted(byte[] line) {
        if (options.from() == null && options.to() == null) return true;
        long changedNs = TransitionJson.changedNs(line);
        return changedNs >= fromNs && changedNs <= toNs;
    }
}
