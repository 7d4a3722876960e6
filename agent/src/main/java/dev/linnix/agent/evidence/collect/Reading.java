package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.LimitedStream;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Reads files of the kernel, and says in the output what could not be read and why. Stateless. */
final class Reading {
    private static final int BUFFER = 8192;

    private Reading() {}

    /** How a read ended. */
    enum Outcome {
        READ,
        ABSENT,
        DENIED,
        LATE,
        FAILED
    }

    /** Copies a file that waits for nobody. */
    static void copy(Path from, LimitedStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(from)) {
            for (int n = in.read(buffer); n >= 0 && !to.isFull(); n = in.read(buffer)) to.write(buffer, 0, n);
        }
    }

    /**
     * Copies a file that waits for nobody into one of the output, unless it cannot be read, which is said.
     *
     * @param needs what it takes to read it
     * @param absent why it may be absent; empty when that is not worth a word
     */
    static void copy(Path from, String name, String needs, String absent, Output output) throws IOException {
        try (OnDemand to = new OnDemand(output, name)) {
            copy(from, to);
        } catch (IOException e) {
            say(outcome(e), from.toString(), needs, absent, text(e), output);
        }
    }

    /** As {@link #copy(Path, String, String, String, Output)}, for a file that may wait for another process. */
    static void copyByHelper(
            Scene scene, Path from, String name, String needs, String absent, Duration timeout, Output output)
            throws IOException, InterruptedException {
        try (OnDemand to = new OnDemand(output, name)) {
            Commands.Result result = scene.commands().read(from, Long.MAX_VALUE, to, timeout);
            say(outcome(result), from.toString(), needs, absent, result.error(), output);
        }
    }

    /** Says how a read ended, if there is anything to say. */
    static void say(Outcome outcome, String what, String needs, String absent, String error, Output output) {
        switch (outcome) {
            case READ -> {}
            case DENIED -> output.denied(what, needs);
            case LATE -> output.late(what);
            case FAILED -> output.missing(what, error.strip());
            case ABSENT -> {
                if (!absent.isEmpty()) output.missing(what, absent);
            }
        }
    }

    static Outcome outcome(Commands.Result result) {
        if (result.ok()) return Outcome.READ;
        return result.late() ? Outcome.LATE : outcome(result.error());
    }

    static Outcome outcome(IOException e) {
        if (e instanceof AccessDeniedException) return Outcome.DENIED;
        return e instanceof NoSuchFileException ? Outcome.ABSENT : outcome(text(e));
    }

    private static Outcome outcome(String message) {
        if (isDenied(message)) return Outcome.DENIED;
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no such file") || lower.contains("no such process") ? Outcome.ABSENT : Outcome.FAILED;
    }

    /** {@return whether a message says that something may not be done} */
    static boolean isDenied(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("permission denied") || lower.contains("not permitted");
    }

    private static String text(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** {@return the file's first bytes, one char for each} */
    static String head(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
        }
    }

    /** Keeps what a helper reads in memory. */
    static final class Memory extends LimitedStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;

        Memory(int most) {
            this.most = most;
        }

        @Override
        public boolean isFull() {
            return bytes.size() >= most;
        }

        @Override
        public void write(int b) {
            if (!isFull()) bytes.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, Math.min(length, most - bytes.size()));
        }

        /** {@return one char for each byte} */
        String text() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Writes text as it came from {@link #head} and {@link Memory}: one byte for each char. */
    static void writeLatin(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes text of our own. */
    static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
