package dev.linnix.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A directory made for the files of one archive, when the first comes. Not thread-safe. */
final class Extraction {
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path into;
    private boolean made;

    Extraction(Path into) {
        this.into = into;
    }

    /**
     * Makes a file.
     *
     * @param path allowed by {@link BundleNames#isPath}
     * @throws java.nio.file.FileAlreadyExistsException when it, or a folder in its path, is there as something else
     */
    OutputStream open(String path) throws IOException {
        if (!made) Files.createDirectory(into, DIRECTORY_MODE);
        made = true;
        Path file = into.resolve(path);
        Files.createDirectories(file.resolveSibling(""), DIRECTORY_MODE);
        return Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                FILE_MODE));
    }
}
