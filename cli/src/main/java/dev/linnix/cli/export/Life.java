package dev.linnix.cli.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process on its way through a recording, and the track it has in the trace. Confined to {@link ProcessTracks}. */
final class Life {
    final int pid;
    final long startNs;
    final long track;
    /** Where its slice begins: its birth, or the beginning of the recording. */
    final long beginNs;

    final int parentPid;
    final int uid;
    /** Whether an instant of the parent's points here. */
    final boolean forked;

    String comm;

    @Nullable
    String executable;

    List<String> arguments = List.of();

    /** Whether its track is described and its slice begun: delayed to the first exec, so that it has its own name. */
    boolean shown;

    /** Whether a slice of an exec is open. */
    boolean running;
    /** Nothing on its track may be earlier. */
    long lastNs;

    /** Snapshot that had it, 0 for none. */
    long snapshot;

    long rowNs;
    long cpuNs;
    long memoryBytes = -1;
    /** At the row before, 0 for none. */
    long previousRowNs;

    long previousCpuNs;
    boolean busy;
    boolean hasCpuTrack;
    long shownMemoryBytes = -1;

    Life(int pid, long startNs, long beginNs, int parentPid, int uid, boolean forked, String comm) {
        this.pid = pid;
        this.startNs = startNs;
        this.beginNs = beginNs;
        this.lastNs = beginNs;
        this.parentPid = parentPid;
        this.uid = uid;
        this.forked = forked;
        this.comm = comm;
        this.track = Tracks.of(pid, startNs, 0);
    }

    /** {@return the time, or the beginning of this track when that is later} */
    long notBeforeBirth(long timeNs) {
        long at = Math.max(beginNs, timeNs);
        lastNs = Math.max(lastNs, at);
        return at;
    }

    /** {@return the time, or the last on this track when that is later} */
    long notBefore(long timeNs) {
        lastNs = Math.max(lastNs, timeNs);
        return lastNs;
    }
}
