package dev.linnix.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process started by the benchmark: commands in on its standard input, lines out of its standard output. Every wait
 * has a deadline, and {@link #close} ends it for certain. Used by one thread.
 */
final class Child implements AutoCloseable {
    private static final String END = "\0end";

    private final String name;
    private final Process process;
    private final Path errors;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private boolean ended;
    private boolean bySignal;

    private Child(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        Thread.ofPlatform().daemon().name("bench-" + name).start(this::read);
    }

    /**
     * Starts a process.
     *
     * @param name for messages
     * @param errors where its standard error goes
     */
    static Child start(String name, List<String> command, Path errors) throws IOException {
        return new Child(
                name, new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) lines.add(line);
        } catch (IOException e) {
            lines.add("cannot read from " + name + ": " + e.getMessage());
        }
        lines.add(END);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@return the next line of output, null at its end} */
    @Nullable
    String line(Duration timeout) throws IOException, InterruptedException {
        if (ended) return null;
        String line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException(name + " said nothing for " + timeout.toSeconds() + " s" + tail());
        }
        ended = line.equals(END);
        return ended ? null : line;
    }

    /** {@return the next line of output, of which there must be one, split at blanks} */
    String[] words(Duration timeout) throws IOException, InterruptedException {
        String line = line(timeout);
        if (line == null) throw new IOException(name + " ended too early" + tail());
        return line.split(" ", -1);
    }

    /**
     * Sends a command.
     *
     * @return its answer, split at blanks
     */
    String[] ask(String command, Duration timeout) throws IOException, InterruptedException {
        OutputStream out = process.getOutputStream();
        out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return words(timeout);
    }

    /** Waits for its end, which must be a success. */
    void expectSuccess(Duration timeout) throws IOException, InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(name + " did not end within " + timeout.toSeconds() + " s" + tail());
        }
        if (process.exitValue() != 0) throw new IOException(name + " ended with " + process.exitValue() + tail());
    }

    /** {@return the end of what it wrote to standard error, to be appended to a message} */
    String tail() throws IOException {
        String text = Files.exists(errors) ? Files.readString(errors, StandardCharsets.UTF_8) : "";
        return text.isBlank()
                ? ""
                : ": " + text.substring(Math.max(0, text.length() - 2000)).strip();
    }

    /** {@return this, whose {@link #close} begins with SIGTERM, as it does not look at its input} */
    Child endedBySignal() {
        bySignal = true;
        return this;
    }

    /** Ends it: end of input, then SIGTERM, then SIGKILL. */
    @Override
    public void close() {
        if (bySignal) process.destroy();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        if (gone()) return;
        process.destroy();
        if (gone()) return;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private boolean gone() {
        try {
            return process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
