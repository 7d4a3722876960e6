package dev.linnix.recording;

import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One block of a recording, whole and decompressed. Parts of one payload are one block. */
public final class Block {
    private final BlockType type;
    private final SegmentHeader header;
    private final long firstNs;
    private final long lastNs;
    private final MemorySegment payload;
    private final boolean afterLoss;
    private final @Nullable Object content;

    Block(
            BlockType type,
            SegmentHeader header,
            BlockHeader block,
            MemorySegment payload,
            boolean afterLoss,
            @Nullable Object content) {
        this.type = type;
        this.header = header;
        this.firstNs = block.firstNs();
        this.lastNs = block.lastNs();
        this.payload = payload;
        this.afterLoss = afterLoss;
        this.content = content;
    }

    /** {@return what it holds; never {@link BlockType#IMAGES}} */
    public BlockType type() {
        return type;
    }

    /** {@return the header of its segment; {@link SegmentHeader#LOST} when that is damaged} */
    public SegmentHeader header() {
        return header;
    }

    /** {@return time of the first thing in it, CLOCK_BOOTTIME ns} */
    public long firstNs() {
        return firstNs;
    }

    /** {@return time of the last thing in it, CLOCK_BOOTTIME ns} */
    public long lastNs() {
        return lastNs;
    }

    /**
     * {@return the payload, native and aligned to 8 bytes} The memory is the reader's: valid until its next step. Records of
     * {@link BlockType#RECORDS} are framed as they must be: each length is a multiple of 8 from 16 on, and they fill the
     * payload.
     */
    public MemorySegment payload() {
        return payload;
    }

    /**
     * {@return whether this does not go on where the block handed out before ended} because something between them was
     * damaged or is missing, or because its segment is not the one that follows. An engine must go on from a keyframe.
     */
    public boolean afterLoss() {
        return afterLoss;
    }

    /**
     * {@return the state of the engine at this point}
     *
     * @throws IllegalStateException when this is no block of type {@link BlockType#STATE}
     */
    public Keyframe keyframe() {
        return content(Keyframe.class);
    }

    /**
     * {@return the rules in force from here on}
     *
     * @throws IllegalStateException when this is no block of type {@link BlockType#RULES}
     */
    public RuleSet.Source rules() {
        return content(RuleSet.Source.class);
    }

    /**
     * {@return which inputs are missing here}
     *
     * @throws IllegalStateException when this is no block of type {@link BlockType#GAP}
     */
    public Gap gap() {
        return content(Gap.class);
    }

    private <T> T content(Class<T> wanted) {
        if (wanted.isInstance(content)) return wanted.cast(content);
        throw new IllegalStateException("a block of " + type + " has no " + wanted.getSimpleName());
    }
}
