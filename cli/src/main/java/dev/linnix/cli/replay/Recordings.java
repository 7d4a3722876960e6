package dev.linnix.cli.replay;

import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.ask.Since;
import dev.linnix.recording.RecordingException;
import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.SegmentInfo;
import io.avaje.json.JsonException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens recordings; what cannot be used is one sentence that says what to do. */
final class Recordings {
    /** Reads recordings. */
    interface Work<T> {
        T with(RecordingReader reader) throws IOException, InterruptedException, CommandException;
    }

    /** Opens recordings itself. */
    interface FilesWork<T> {
        T with(List<Path> files) throws IOException, InterruptedException, CommandException;
    }

    private Recordings() {}

    /**
     * Does something with recordings.
     *
     * @param files one after the other; a directory stands for the segments in it
     * @throws CommandException when they cannot be read
     */
    static <T> T read(List<Path> files, Work<T> work) throws CommandException, IOException, InterruptedException {
        return use(files, each -> {
            try (RecordingReader reader = RecordingReader.open(each)) {
                return work.with(reader);
            }
        });
    }

    /** As {@link #read}, but {@code work} opens them, maybe several times. */
    static <T> T use(List<Path> files, FilesWork<T> work) throws CommandException, IOException, InterruptedException {
        check(files);
        try {
            return work.with(files);
        } catch (JsonException | DateTimeException e) {
            throw new CommandException(
                    ExitCode.USAGE, "the recording holds a line that no agent says: " + e.getMessage());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Refuses what is not there or may not be read, before anything is read. */
    private static void check(List<Path> files) throws CommandException, IOException {
        for (Path file : files) {
            try {
                Files.readAttributes(file, BasicFileAttributes.class);
                if (!Files.isReadable(file)) throw new AccessDeniedException(file.toString());
            } catch (NoSuchFileException _) {
                throw new CommandException(ExitCode.USAGE, file + ": there is no such file or directory");
            } catch (AccessDeniedException e) {
                throw unusable(e);
            }
        }
    }

    /** {@return what to say of a recording that cannot be read; others are what they are} */
    private static CommandException unusable(IOException e) throws IOException {
        return switch (e) {
            case RecordingException bad -> new CommandException(ExitCode.USAGE, String.valueOf(bad.getMessage()));
            case AccessDeniedException denied ->
                new CommandException(
                        ExitCode.USAGE,
                        denied.getFile()
                                + ": no permission to read it; recordings are for their owner and group, so try"
                                + " sudo, or become a member of the agent's group");
            default -> throw e;
        };
    }

    /**
     * {@return the time meant; null for none}
     *
     * @param option whose value it is, for messages
     * @param text as {@link Since} reads it, counted from the end of the recording
     */
    static @Nullable Instant time(RecordingReader reader, String option, @Nullable String text)
            throws CommandException, IOException {
        if (text == null) return null;
        Instant time = Since.parse(text, end(reader.segments()));
        if (time != null) return time;
        throw new CommandException(ExitCode.USAGE, option + ": " + Since.EXPECTED + ", found '" + text + "'");
    }

    private static Instant end(List<SegmentInfo> segments) {
        long ns = segments.stream()
                .filter(segment -> !segment.header().isLost())
                .mapToLong(segment -> segment.header().wallOffsetNs() + segment.lastNs())
                .max()
                .orElse(0);
        return Instant.ofEpochSecond(0, ns);
    }
}
