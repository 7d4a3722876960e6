package dev.linnix.agent.state;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The agent's directory: mode 0750, files 0640, opened relative to a handle of the directory and without following
 * links, so that nobody can lead the agent astray by replacing a name. Locked, so that two agents never share it, unless
 * it is one that others use as well. Thread-safe.
 */
public final class StateDir implements Closeable {
    private static final String LOCK = "agent.lock";
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path path;
    private final SecureDirectoryStream<Path> directory;
    private final @Nullable FileChannel lock;

    private StateDir(Path path, SecureDirectoryStream<Path> directory, boolean own) throws IOException {
        this.path = path;
        this.directory = directory;
        try {
            this.lock = own
                    ? open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : null;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Makes the directory if it is missing, and locks it.
     *
     * @throws IOException with one clear sentence when it cannot be used or another agent has it
     */
    public static StateDir open(Path path) throws IOException {
        StateDir state;
        try {
            if (!Files.isDirectory(path)) Files.createDirectories(path, DIRECTORY_MODE);
            state = new StateDir(path, handle(path), true);
        } catch (IOException e) {
            throw new IOException(
                    "cannot use state directory " + path + " (" + reason(e)
                            + "): give another with --state-dir, or make it, and what is in it, this user's, for example by"
                            + " sudo chown -R \"$(id -un)\": " + path,
                    e);
        }
        try {
            state.lock(Objects.requireNonNull(state.lock));
            return state;
        } catch (IOException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    /**
     * Makes the directory if it is missing, and does not lock it: for one that others use as well, such as one of logs.
     *
     * @throws IOException with one clear sentence when it cannot be used
     */
    public static StateDir shared(Path path) throws IOException {
        try {
            if (!Files.isDirectory(path)) Files.createDirectories(path, DIRECTORY_MODE);
            return new StateDir(path, handle(path), false);
        } catch (IOException e) {
            throw new IOException(
                    "cannot use directory " + path + " (" + reason(e) + "): create it writable for this user", e);
        }
    }

    /**
     * Makes a directory in this one if it is missing, with the same mode. It is closed apart from this one.
     *
     * @throws IOException when it cannot be used, or the name is a link
     */
    @SuppressWarnings("StreamResourceLeak") // the handle lives as long as the new object
    public StateDir below(String name) throws IOException {
        Path below = path.resolve(name);
        if (!Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) Files.createDirectory(below, DIRECTORY_MODE);
        return new StateDir(below, directory.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS), false);
    }

    @SuppressWarnings("StreamResourceLeak") // the handle lives as long as this object
    private static SecureDirectoryStream<Path> handle(Path path) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(path.toRealPath());
        if (stream instanceof SecureDirectoryStream<Path> secure) return secure;
        stream.close();
        throw new IOException("this platform cannot open files relative to a directory");
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return message == null ? kind : kind + ": " + message;
    }

    private void lock(FileChannel lock) throws IOException {
        boolean locked;
        try {
            locked = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IOException("state directory " + path + " is in use by another agent (pid "
                    + readAll(lock).strip() + "): stop that one, or give another directory with --state-dir");
        }
        lock.truncate(0);
        lock.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
    }

    /** {@return the directory} */
    public Path path() {
        return path;
    }

    /** {@return the names of what is in the directory, in no order} */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        // A handle lists its directory once only.
        try (DirectoryStream<Path> listing = directory.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : listing) names.add(String.valueOf(entry.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Opens a file of the directory; a symbolic link is refused. A new file has mode 0640. */
    public FileChannel open(String name, OpenOption... options) throws IOException {
        OpenOption[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = LinkOption.NOFOLLOW_LINKS;
        return (FileChannel) directory.newByteChannel(Path.of(name), Set.of(all), FILE_MODE);
    }

    /** {@return the file's text, empty when there is no such file} */
    public String read(String name) throws IOException {
        try (FileChannel channel = open(name, StandardOpenOption.READ)) {
            return readAll(channel);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Replaces the file's text, in place. */
    public void write(String name, String text) throws IOException {
        try (FileChannel channel =
                open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
        }
    }

    /** Removes a file; it is no error when there is none. */
    public void delete(String name) throws IOException {
        try {
            directory.deleteFile(Path.of(name));
        } catch (NoSuchFileException e) {
            // Gone is what was wanted.
            return;
        }
    }

    /** Renames a file within the directory; one that has the new name is replaced. */
    public void rename(String from, String to) throws IOException {
        directory.move(Path.of(from), directory, Path.of(to));
    }

    private static String readAll(FileChannel channel) throws IOException {
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate((int) Math.min(channel.size(), 64 << 10));
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) > 0) {}
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    /** Gives up the lock. */
    @Override
    public void close() throws IOException {
        if (lock != null) lock.close();
        directory.close();
    }
}
