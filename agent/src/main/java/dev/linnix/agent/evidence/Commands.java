package dev.linnix.agent.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs programs and reads files that may hang, each in a process of its own with a deadline. Thread-safe. */
public interface Commands {
    /**
     * How a program ended.
     *
     * @param exit its status; 128 + signal when it was killed; 0 when it was ended because {@code to} was full; -1 when it
     *     did not end in time
     * @param error the beginning of what it wrote to standard error, as text
     * @param late whether it was killed at its deadline
     */
    record Result(int exit, String error, boolean late) {
        /** {@return whether it ended by itself, with status 0} */
        public boolean ok() {
            return exit == 0 && !late;
        }
    }

    /**
     * Runs a program without a shell, with a fixed PATH and environment, in a process group of its own, which is killed at
     * the deadline, when {@code to} fails, or when it is a {@link LimitedStream} that is full; so are the processes it
     * left behind when it ended.
     *
     * @param command the program and its arguments
     * @param to takes its standard output
     * @throws java.nio.file.NoSuchFileException when there is no such program
     * @throws IOException when the program cannot be started, when too many that nothing could end are left from before,
     *     or {@code to} fails
     */
    Result run(List<String> command, OutputStream to, Duration timeout) throws IOException, InterruptedException;

    /**
     * Reads a file by a helper process.
     *
     * @param most bytes read
     * @throws IOException when the helper cannot be started, or {@code to} fails
     */
    Result read(Path file, long most, OutputStream to, Duration timeout) throws IOException, InterruptedException;
}
