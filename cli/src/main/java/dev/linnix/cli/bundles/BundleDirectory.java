package dev.linnix.cli.bundles;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.http.BundleJson;
import dev.linnix.cli.http.BundleJson.ArchiveJson;
import dev.linnix.evidence.BundleException;
import dev.linnix.evidence.BundleNames;
import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.Manifest;
import dev.linnix.kernel.Allocation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The bundles in a directory, told as an agent would that kept them there; but whether more is being added only it knows.
 *
 * @param path where they are
 * @param bundles the latest first
 * @param problems one sentence for each archive that cannot be read
 */
record BundleDirectory(Path path, List<BundleJson> bundles, List<String> problems) {
    /** Name of the directory of bundles in the state directory of an agent. */
    private static final String BELOW_STATE = "bundles";

    /** An archive and where it is. */
    private record Found(Manifest manifest, Path file, long length) {}

    /** Reads the manifest of each archive in a directory, or in that of the bundles where it is a state directory. */
    static BundleDirectory read(Path directory) throws CommandException, IOException {
        List<Path> files = archives(directory);
        Path bundles = directory.resolve(BELOW_STATE);
        if (files.isEmpty() && Files.isDirectory(bundles)) return read(bundles, archives(bundles));
        return read(directory, files);
    }

    private static BundleDirectory read(Path directory, List<Path> files) throws IOException {
        List<String> problems = new ArrayList<>();
        LinkedHashMap<String, List<Found>> found = new LinkedHashMap<>();
        for (Path file : files) {
            try (FileChannel channel = Archives.open(file)) {
                Manifest manifest = BundleReader.manifest(channel, file.toString());
                // Two boots may have an incident of the same number.
                found.computeIfAbsent(manifest.bootId() + manifest.incident(), _ -> new ArrayList<>())
                        .add(new Found(manifest, file, channel.size()));
            } catch (BundleException | NoBundleException e) {
                problems.add(e.getMessage());
            } catch (CommandException e) {
                problems.add(e.sentence());
            }
        }
        List<BundleJson> bundles = new ArrayList<>();
        // Of the same second, those whose names come last are first.
        for (List<Found> archives : found.sequencedValues().reversed()) bundles.add(bundle(archives));
        bundles.sort(Comparator.comparing((BundleJson bundle) -> String.valueOf(bundle.made()))
                .reversed());
        return new BundleDirectory(directory, bundles, problems);
    }

    private static List<Path> archives(Path directory) throws CommandException, IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) if (BundleNames.isArchive(name(file))) files.add(file);
        } catch (NoSuchFileException | NotDirectoryException _) {
            throw new CommandException(ExitCode.USAGE, directory + ": there is no such directory");
        } catch (AccessDeniedException _) {
            throw new CommandException(ExitCode.USAGE, directory + ": no permission to look into it; try sudo");
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static BundleJson bundle(List<Found> archives) throws IOException {
        archives.sort(Comparator.comparingInt(each -> each.manifest().phase()));
        Manifest first = archives.getFirst().manifest();
        Path file = archives.getFirst().file();
        // Beside the archives, and named as the first of them.
        String name = BundleNames.folder(name(file)).replaceFirst("\\.\\d+$", "");
        Path pin = file.resolveSibling(name + ".pin");
        long bytes = onDisk(pin) + onDisk(file.resolveSibling(name + ".cause"));
        for (Found each : archives) bytes += onDisk(each.file());
        return new BundleJson(
                first.incident(),
                first.rule(),
                first.cause(),
                Amounts.time(first.firedAt()),
                Files.isRegularFile(pin),
                false,
                bytes,
                archives.stream()
                        .map(each -> new ArchiveJson(
                                name(each.file()), each.manifest().phase(), each.length()))
                        .toList(),
                null,
                null);
    }

    /** {@return bytes of disk that a file takes, which is what the agent counts; 0 when there is none} */
    private static long onDisk(Path file) throws IOException {
        try {
            return Allocation.of(file.toRealPath()).allocated();
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
