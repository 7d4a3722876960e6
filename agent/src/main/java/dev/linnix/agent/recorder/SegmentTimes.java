package dev.linnix.agent.recorder;

import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.SegmentInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which time a segment of an earlier run holds, as wall time since 1970, ns.
 *
 * @param firstNs 0 when it is not known, because the file is damaged at its beginning
 * @param lastNs 0 when it is not known
 */
record SegmentTimes(long firstNs, long lastNs) {
    private static final SegmentTimes UNKNOWN = new SegmentTimes(0, 0);

    private static final System.Logger LOG = System.getLogger(SegmentTimes.class.getName());

    /** {@return the times in this file} */
    static SegmentTimes of(Path file) {
        try (RecordingReader reader = RecordingReader.open(List.of(file))) {
            List<SegmentInfo> segments = reader.segments();
            if (segments.isEmpty() || segments.getFirst().header().isLost()) return UNKNOWN;
            SegmentInfo only = segments.getFirst();
            long offset = only.header().wallOffsetNs();
            return new SegmentTimes(only.firstNs() + offset, only.lastNs() + offset);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "flight recorder: " + file.getFileName() + " is damaged: " + e);
            return UNKNOWN;
        }
    }
}
