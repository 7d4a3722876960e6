package dev.linnix.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which files a recording is made of. */
final class RecordingFiles {
    private static final Pattern SEGMENT = Pattern.compile("segment-(\\d{1,18})\\.linnix");

    /**
     * One file.
     *
     * @param listed whether a directory was asked for, whose owner may delete the file at any moment
     */
    record RecordingFile(Path path, boolean listed) {}

    private RecordingFiles() {}

    /**
     * {@return the files in order: each directory replaced by the segments in it, by number}
     *
     * @throws RecordingException when a file is not there or may not be read, or a directory has no segment
     */
    static List<RecordingFile> of(List<Path> paths) throws IOException {
        if (paths.isEmpty()) throw new IllegalArgumentException("no file");
        List<RecordingFile> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) throw new RecordingException(path + ": no such file or directory");
            if (!Files.isReadable(path)) throw new RecordingException(path + ": may not be read");
            if (Files.isDirectory(path)) files.addAll(segments(path));
            else files.add(new RecordingFile(path, false));
        }
        return files;
    }

    private static List<RecordingFile> segments(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "segment-*.linnix")) {
            for (Path entry : entries) {
                if (number(entry) >= 0) found.add(entry);
            }
        }
        if (found.isEmpty()) {
            throw new RecordingException(directory + ": no recording in this directory, expected segment-*.linnix");
        }
        found.sort(Comparator.comparingLong(RecordingFiles::number).thenComparing(Comparator.naturalOrder()));
        return found.stream().map(path -> new RecordingFile(path, true)).toList();
    }

    private static long number(Path file) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }
}
