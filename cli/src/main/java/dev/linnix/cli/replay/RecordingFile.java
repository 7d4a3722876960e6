package dev.linnix.cli.replay;

import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that comes to be whole or not at all: it is written beside its place under the name {@code FILE.part} and moved
 * there at the end. Confined to one thread.
 */
final class RecordingFile implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private boolean kept;

    private RecordingFile(Path file, Path part, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.channel = channel;
    }

    /**
     * Creates the part, readable for its owner and group.
     *
     * @param force whether a file and a part that are there already are replaced
     * @throws CommandException when it must not or cannot be created
     */
    static RecordingFile create(Path file, boolean force) throws CommandException, IOException {
        refuse(file, force);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        if (force) Files.deleteIfExists(part);
        try {
            FileChannel channel = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
            return new RecordingFile(file, part, channel);
        } catch (FileAlreadyExistsException _) {
            throw new CommandException(
                    ExitCode.USAGE,
                    part + " is there already, from a recording that is under way or was cut off; it can be replayed as"
                            + " it is, and --force replaces it");
        } catch (NoSuchFileException _) {
            throw new CommandException(ExitCode.USAGE, file + ": there is no such directory");
        } catch (AccessDeniedException _) {
            throw new CommandException(ExitCode.USAGE, file + ": no permission to write there");
        }
    }

    private static void refuse(Path file, boolean force) throws CommandException {
        if (file.getFileName() == null || Files.isDirectory(file)) {
            throw new CommandException(ExitCode.USAGE, file + ": expected a file to write, found a directory");
        }
        if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandException(ExitCode.USAGE, file + " is there already; --force replaces it");
        }
    }

    /** Appends. */
    void write(byte[] bytes, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) channel.write(rest);
    }

    /**
     * Puts the file in its place, on the disk before this returns.
     *
     * @param size to which it is cut
     * @param force whether a file that has come there meanwhile is replaced
     */
    void keep(long size, boolean force) throws CommandException, IOException {
        channel.truncate(size);
        channel.force(true);
        kept = true; // Whatever happens from here on, it is not lost.
        if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandException(
                    ExitCode.PROBLEM, file + " has come to be there meanwhile; the recording is in " + part);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) return;
        try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** {@return where it is written until it is kept} */
    Path part() {
        return part;
    }

    /** Removes the part, unless it was kept. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!kept) Files.deleteIfExists(part);
    }
}
