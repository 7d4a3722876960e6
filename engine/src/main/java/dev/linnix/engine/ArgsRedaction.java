package dev.linnix.engine;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.RecordHeader;
import dev.linnix.engine.record.RecordType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes records fit to be kept: hides credentials in the arguments they hold, by {@link Redactor#stored}. Command lines
 * repeat, so those seen lately are remembered, redacted; a repetition costs a comparison and allocates next to nothing.
 * Remembers at most {@value #CAPACITY} command lines, less than 200 KB. Not thread-safe.
 */
public final class ArgsRedaction {
    /** Direct-mapped: a collision only costs a redaction. */
    private static final int CAPACITY = 256;

    private final ExecRecord exec = new ExecRecord();
    private final ImageRecord image = new ImageRecord();
    private final @Nullable Seen[] lately = new @Nullable Seen[CAPACITY];

    /** Arguments in words and what is stored of them; null when that is they. */
    private static final class Seen {
        final int length;
        final long[] words;
        final byte @Nullable [] stored;

        Seen(ImageFlyweight found) {
            byte[] args = found.args();
            byte[] redacted = Redactor.stored(args);
            length = args.length;
            words = found.argsWords();
            stored = Arrays.equals(redacted, args) ? null : redacted;
        }

        boolean isIn(ImageFlyweight image) {
            return length == image.argsLength() && image.holdsArgs(words);
        }
    }

    /** Creates one that remembers nothing. */
    public ArgsRedaction() {}

    /**
     * Redacts the arguments of a record of type {@link RecordType#EXEC} or {@link RecordType#IMAGE} in place, and clears
     * what lies behind the end of its path and arguments, where the kernel leaves what was there before. Other records
     * stay as they are. One of these types that is too short to be read is cleared but for its header.
     *
     * @param segment writable
     * @param offset where in it the record begins, bytes; as many as its header says must follow
     */
    public void redactRecord(MemorySegment segment, long offset) {
        switch (Flyweight.type(segment, offset)) {
            case RecordType.EXEC -> {
                if (isWhole(exec, segment, offset)) redact(exec.image());
            }
            case RecordType.IMAGE -> {
                if (isWhole(image, segment, offset)) redact(image.image());
            }
            default -> {}
        }
    }

    private static boolean isWhole(Flyweight record, MemorySegment segment, long offset) {
        int length = Flyweight.length(segment, offset);
        if (length >= record.layout().size()) {
            record.wrap(segment, offset);
            return true;
        }
        int header = RecordHeader.LAYOUT.size();
        if (length > header) segment.asSlice(offset + header, length - header).fill((byte) 0);
        return false;
    }

    private void redact(ImageFlyweight found) {
        byte[] stored = lookUp(found).stored;
        if (stored != null) found.args(stored);
        found.clearUnused();
    }

    private Seen lookUp(ImageFlyweight found) {
        int hash = found.argsHash();
        int slot = (hash ^ hash >>> 16) & (CAPACITY - 1);
        Seen seen = lately[slot];
        if (seen == null || !seen.isIn(found)) {
            seen = new Seen(found);
            lately[slot] = seen;
        }
        return seen;
    }
}
