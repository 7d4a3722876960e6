package dev.linnix.cli.export;

import dev.linnix.engine.state.Keyframe;
import dev.linnix.recording.Gap;
import dev.linnix.recording.SegmentHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Writes what a recording holds in another format, part by part in its order. Times are CLOCK_BOOTTIME, ns. A failure to
 * write is an {@link IOException}. Not thread-safe.
 */
interface Exporter {
    /** A segment begins. */
    void segment(SegmentHeader header) throws IOException;

    /** Rules are in force from here on. */
    void rules(String name, String text, long timeNs) throws IOException;

    /** What the engine knew at this point. */
    void keyframe(Keyframe keyframe, long timeNs) throws IOException;

    /** One input of the engine, which lies at {@code offset} and whose length fits; valid during the call only. */
    void record(MemorySegment records, long offset) throws IOException;

    /** What the live engine said of an alert or an incident, as a line of JSON. */
    void transition(String json, long timeNs) throws IOException;

    /** What the recorder could not keep. */
    void gap(Gap gap) throws IOException;

    /** Something before this point cannot be read any more. */
    void damage(long timeNs) throws IOException;

    /** The recording ends: writes what is still to be written. The stream below stays open. */
    void end() throws IOException;
}
