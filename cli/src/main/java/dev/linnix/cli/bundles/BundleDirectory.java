package dev.linnix.cli.bundles;

import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.http.BundleJson;
import dev.linnix.cli.http.BundleJson.ArchiveJson;
import dev.linnix.evidence.BundleException;
import dev.linnix.evidence.BundleNames;
import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.Manifest;
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
import java.util.Map;

/**
 * The bundles in a directory, as their manifests tell of them.
 *
 * @param bundles the latest first
 * @param problems one sentence for each archive that cannot be read
 */
record BundleDirectory(List<BundleJson> bundles, List<String> problems) {

    /** An archive and where it is. */
    private record Found(Manifest manifest, ArchiveJson archive) {}

    /** Reads the manifest of each archive in a directory. */
    static BundleDirectory read(Path directory) throws CommandException, IOException {
        List<String> problems = new ArrayList<>();
        Map<String, List<Found>> found = new LinkedHashMap<>();
        for (Path file : archives(directory)) {
            try (FileChannel channel = Archives.open(file)) {
                Manifest manifest = BundleReader.manifest(channel, file.toString());
                ArchiveJson archive = new ArchiveJson(file.getFileName().toString(), manifest.phase(), channel.size());
                // Two boots may have an incident of the same number.
                found.computeIfAbsent(manifest.bootId() + manifest.incident(), _ -> new ArrayList<>())
                        .add(new Found(manifest, archive));
            } catch (BundleException e) {
                problems.add(e.getMessage());
            } catch (CommandException e) {
                problems.add(e.sentence());
            }
        }
        List<BundleJson> bundles = found.values().stream()
                .map(BundleDirectory::bundle)
                .sorted(Comparator.comparing((BundleJson bundle) -> String.valueOf(bundle.made()))
                        .reversed())
                .toList();
        return new BundleDirectory(bundles, problems);
    }

    private static List<Path> archives(Path directory) throws CommandException, IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) if (BundleNames.isArchive(file.getFileName().toString())) files.add(file);
        } catch (NoSuchFileException | NotDirectoryException _) {
            throw new CommandException(ExitCode.USAGE, directory + ": there is no such directory");
        } catch (AccessDeniedException _) {
            throw new CommandException(ExitCode.USAGE, directory + ": no permission to look into it; try sudo");
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static BundleJson bundle(List<Found> archives) {
        archives.sort(Comparator.comparingInt(each -> each.archive().phase()));
        Manifest first = archives.getFirst().manifest();
        return new BundleJson(
                first.incident(),
                first.rule(),
                first.cause(),
                first.madeAt(),
                false,
                false,
                archives.stream().mapToLong(each -> each.archive().bytes()).sum(),
                archives.stream().map(Found::archive).toList(),
                null,
                null);
    }
}
