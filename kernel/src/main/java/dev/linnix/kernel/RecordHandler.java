package dev.linnix.kernel;

import java.lang.foreign.MemorySegment;

/** Takes records in place. */
@FunctionalInterface
public interface RecordHandler {
    /** Takes one record of {@code length} bytes at {@code offset}; the bytes are valid during the call only. */
    void onRecord(MemorySegment segment, long offset, int length);
}
