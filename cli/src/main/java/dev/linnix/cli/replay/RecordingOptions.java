package dev.linnix.cli.replay;

import dev.linnix.cli.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command has that reads recordings and tells people of them. */
final class RecordingOptions {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Recordings in order of time, or directories of segments such as /var/lib/linnix/recorder.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<Path> files;

    @Option(names = "--no-color", description = "No colours, on a terminal neither.")
    private boolean noColor;

    boolean colored() {
        return !noColor;
    }

    /** Does something with the recordings, see {@link Recordings#use}. */
    <T> T use(Recordings.FilesWork<T> work) throws CommandException, IOException, InterruptedException {
        return Recordings.use(files, work);
    }

    /** Reads the recordings, see {@link Recordings#read}. */
    <T> T read(Recordings.Work<T> work) throws CommandException, IOException, InterruptedException {
        return Recordings.read(files, work);
    }
}
