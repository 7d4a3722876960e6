package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Commands;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of another process, read by a helper: what such a process maps may lie on a file system that never answers, or
 * be something that waits to be opened, or be made shorter while it is read.
 *
 * @param path of the file
 * @param follow whether its last part may be a link
 * @param deadline of {@link System#nanoTime}, behind which nothing is waited for
 */
record HelperFile(Commands commands, String path, boolean follow, long deadline) implements ByteSource {
    private static final long MOST_NANOS = 1_000_000_000L;

    @Override
    public void read(long offset, long length, OutputStream to) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "dd",
                "if=" + path,
                "iflag=skip_bytes,count_bytes" + (follow ? "" : ",nofollow"),
                "skip=" + offset,
                "count=" + length,
                "bs=64K",
                "status=none"));
        check(path, commands.run(command, to, left(path, deadline)));
    }

    /** {@return how long one helper may take: a second, and never beyond the deadline} */
    static Duration left(String path, long deadline) throws InterruptedIOException {
        long nanos = Math.min(MOST_NANOS, deadline - System.nanoTime());
        if (nanos <= 0) throw new InterruptedIOException(path + " was not read in time");
        return Duration.ofNanos(nanos);
    }

    /** Turns what a helper said into an exception that says what kind of failure it is. */
    static void check(String path, Commands.Result result) throws IOException {
        if (result.ok()) return;
        if (result.late()) throw new InterruptedIOException(path + " was not read in time");
        String error = result.error().strip();
        if (error.contains("Permission denied") || error.contains("Operation not permitted")) {
            throw new AccessDeniedException(path);
        }
        if (error.contains("No such file") || error.contains("No such process")) throw new NoSuchFileException(path);
        throw new IOException(error.isEmpty() ? path + " cannot be read" : error);
    }
}
