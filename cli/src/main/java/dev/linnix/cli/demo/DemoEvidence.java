package dev.linnix.cli.demo;

import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.evidence.BundleNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes over the bundles that the demo's agent makes, before it is gone with all it has. Confined to the demo's thread. */
final class DemoEvidence {
    /** For what is collected while a failure lasts: fifteen seconds, and a busy host. */
    private static final Duration MEANWHILE = Duration.ofSeconds(30);

    /** For an incident to be over, and what is collected then. */
    private static final Duration AFTER = Duration.ofSeconds(45);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String SUFFIX = BundleNames.SUFFIX;

    private final Path bundles;
    private final Path directory;
    private final List<String> incidents = new ArrayList<>();

    /**
     * Creates it.
     *
     * @param state directory of the agent
     * @param directory where bundles are to be put, which is {@linkplain #prepare prepared}
     */
    DemoEvidence(Path state, Path directory) {
        this.bundles = state.resolve("bundles");
        this.directory = directory;
    }

    /**
     * Gets a directory ready.
     *
     * @param directory where bundles are to be put; made if it is missing
     * @throws CommandException when there is anything in it, or it cannot be used
     */
    static void prepare(Path directory) throws CommandException, IOException {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
            }
        } catch (FileAlreadyExistsException _) {
            throw new CommandException(ExitCode.USAGE, directory + ": expected a directory, found a file");
        }
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new CommandException(
                        ExitCode.USAGE, directory + ": expected an empty directory, found files in it");
            }
        }
    }

    /** Waits until all is collected that is while an incident lasts. */
    void awaitCollected(String incident) throws IOException, InterruptedException {
        if (!incidents.contains(incident)) incidents.add(incident);
        await(incident, 2, MEANWHILE);
    }

    /**
     * Waits until the incidents are over, and takes over what was kept of them.
     *
     * @return the archives, by bundle and phase
     */
    List<Path> finish() throws IOException, InterruptedException {
        for (String incident : incidents) await(incident, 3, AFTER);
        List<Path> taken = new ArrayList<>();
        for (String incident : incidents) {
            for (Path archive : archives(incident)) {
                Path copy = directory.resolve(archive.getFileName());
                Files.copy(archive, copy, StandardCopyOption.COPY_ATTRIBUTES);
                taken.add(copy);
            }
        }
        return taken.stream().sorted(Comparator.comparing(DemoEvidence::folder)).toList();
    }

    private void await(String incident, int archives, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (archives(incident).size() < archives && System.nanoTime() < deadline) Thread.sleep(LOOK);
    }

    private List<Path> archives(String incident) throws IOException {
        List<Path> archives = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(bundles, "incident-*" + SUFFIX)) {
            for (Path file : files) {
                if (isOf(incident, String.valueOf(file.getFileName()))) archives.add(file);
            }
        } catch (NoSuchFileException _) {
            return List.of();
        }
        return archives;
    }

    /** The name of an archive ends with the incident, and a number unless it is the first. */
    static boolean isOf(String incident, String archive) {
        return folder(Path.of(archive)).replaceFirst("\\.\\d+$", "").endsWith("-" + incident);
    }

    /** {@return its name without the ending: that of a first archive is what those of the later ones begin with} */
    private static String folder(Path archive) {
        return BundleNames.folder(String.valueOf(archive.getFileName()));
    }
}
