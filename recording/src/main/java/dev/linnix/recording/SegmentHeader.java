package dev.linnix.recording;

import dev.linnix.engine.HostFacts;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first block of a segment says. Texts are cut to 256 characters and have {@code ?} for control characters.
 *
 * @param format version of the format, {@code major.minor}
 * @param program that wrote it, with its version
 * @param segment number of the segment; those of one run of an agent follow one another without holes
 * @param runNs when the run of the agent began that wrote it, CLOCK_BOOTTIME; with the boot it tells one run from another
 * @param bootId of the kernel's run, as {@code /proc/sys/kernel/random/boot_id}
 * @param host its name
 * @param kernel release of the kernel
 * @param cpus possible CPUs
 * @param memoryBytes physical memory
 * @param pageSize bytes
 * @param pidMax the largest pid
 * @param agentPid pid of the agent, 0 for none
 * @param memoryErrorBytes see {@link HostFacts#memoryErrorBytes}
 * @param wallOffsetNs to be added to a time of this segment to get nanoseconds since 1970, UTC
 * @param startNs when the segment begins, CLOCK_BOOTTIME
 */
public record SegmentHeader(
        String format,
        String program,
        long segment,
        long runNs,
        String bootId,
        String host,
        String kernel,
        int cpus,
        long memoryBytes,
        int pageSize,
        int pidMax,
        int agentPid,
        long memoryErrorBytes,
        long wallOffsetNs,
        long startNs) {
    /** The format this version of the program writes. */
    public static final String FORMAT = "1.0";

    /** Stands for the header of a segment that has lost it. Nothing in it is meaningful. */
    public static final SegmentHeader LOST =
            new SegmentHeader(FORMAT, "unknown", -1, 0, "unknown", "unknown", "unknown", 0, 0, 0, 0, 0, 0, 0, 0);

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final int MAJOR = 1;
    private static final int MINOR = 0;
    private static final long MOST = Long.MAX_VALUE;

    /** Cleans the texts. */
    public SegmentHeader {
        format = TextLines.value(format);
        program = TextLines.value(program);
        bootId = TextLines.value(bootId);
        host = TextLines.value(host);
        kernel = TextLines.value(kernel);
    }

    /** {@return whether this stands for a header that was lost, so that no engine can be started from the segment} */
    public boolean isLost() {
        return segment < 0;
    }

    /** {@return what an engine must know of the host} */
    public HostFacts facts() {
        return new HostFacts(cpus, memoryBytes, pageSize, agentPid, memoryErrorBytes);
    }

    /** {@return whether this segment was written by the same run of an agent right after {@code other}} */
    public boolean continues(SegmentHeader other) {
        return isOfRun(other) && segment == other.segment + 1;
    }

    /** {@return whether both segments were written by the same run of an agent} */
    boolean isOfRun(SegmentHeader other) {
        return !isLost() && !other.isLost() && bootId.equals(other.bootId) && runNs == other.runNs;
    }

    /** {@return whether it was written in a later minor version of the format than this program knows} */
    public boolean isNewer() {
        Matcher version = VERSION.matcher(format);
        return version.matches() && Integer.parseInt(version.group(2)) > MINOR;
    }

    /** {@return the payload of the block} */
    byte[] payload() {
        String text = "format: " + format
                + "\nprogram: " + program
                + "\nsegment: " + segment
                + "\nrun_ns: " + runNs
                + "\nboot_id: " + bootId
                + "\nhost: " + host
                + "\nkernel: " + kernel
                + "\ncpus: " + cpus
                + "\nmemory_bytes: " + memoryBytes
                + "\npage_size: " + pageSize
                + "\npid_max: " + pidMax
                + "\nagent_pid: " + agentPid
                + "\nmemory_error_bytes: " + memoryErrorBytes
                + "\nwall_offset_ns: " + wallOffsetNs
                + "\nstart_ns: " + startNs
                + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * {@return the header a payload holds; keys it does not know are passed over}
     *
     * @param file begins each message
     * @throws RecordingException when the format is of another major version, or a key is missing or makes no sense
     */
    static SegmentHeader parse(String file, long offset, String text) throws RecordingException {
        TextLines lines = new TextLines(file + ": header of the segment at byte " + offset, text);
        String format = lines.text("format");
        Matcher version = VERSION.matcher(format);
        if (!version.matches() || Integer.parseInt(version.group(1)) != MAJOR) {
            throw new RecordingException(file + ": the recording is of format '" + TextLines.value(format)
                    + "' and this program reads format " + MAJOR + " only: use the release of Linnix that wrote it");
        }
        return new SegmentHeader(
                format,
                lines.text("program"),
                lines.number("segment", 0, MOST),
                lines.number("run_ns", 0, MOST),
                lines.text("boot_id"),
                lines.text("host"),
                lines.text("kernel"),
                (int) lines.number("cpus", 1, 1 << 16),
                lines.number("memory_bytes", 1, MOST),
                (int) lines.number("page_size", 512, 1 << 24),
                (int) lines.number("pid_max", 1, 1 << 30),
                (int) lines.number("agent_pid", 0, 1 << 30),
                lines.number("memory_error_bytes", 0, MOST),
                lines.number("wall_offset_ns", -MOST, MOST),
                lines.number("start_ns", 0, MOST));
    }
}
