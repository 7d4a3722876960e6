package dev.linnix.agent.state;

import dev.linnix.kernel.Allocation;
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
import java.nio.file.attribute.BasicFileAttributeView;
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

    /** What file systems allot at once at least, but for small ones, which allot less. */
    private static final long FRAGMENT = 4096;

    /** More folders in each other than anything of ours has. */
    private static final int DEEPEST = 16;

    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path path;
    private final SecureDirectoryStream<Path> directory;
    private final @Nullable FileChannel lock;
    private final long fragment;

    private StateDir(Path path, SecureDirectoryStream<Path> directory, boolean own) throws IOException {
        this.path = path;
        this.directory = directory;
        try {
            this.fragment = Math.max(FRAGMENT, Allocation.volume(path).fragment());
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

    /** Does something with the name of something in the directory. */
    @FunctionalInterface
    public interface NameVisitor {
        /** Is called with one name. */
        void visit(String name) throws IOException;
    }

    /** Calls with each name of what is in the directory, in no order, without keeping them. */
    public void forEach(NameVisitor visitor) throws IOException {
        // A handle lists its directory once only.
        try (DirectoryStream<Path> listing = directory.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : listing) visitor.visit(String.valueOf(entry.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** {@return the names of what is in the directory, in no order} */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        forEach(names::add);
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

    /**
     * {@return what has a name in this directory, which need not be a file; a link is not followed}
     *
     * @throws NoSuchFileException when nothing has it
     */
    public Allocation.Entry stat(String name) throws IOException {
        return Allocation.of(path.resolve(name));
    }

    /**
     * {@return bytes of allocated blocks of the files of a directory in this one, without those of directories in that; 0
     * when there is none}
     */
    public long allocatedBelow(String name) throws IOException {
        try {
            if (stat(name).kind() != Allocation.Kind.DIRECTORY) return 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
        long sum = 0;
        try (StateDir below = below(name)) {
            for (String file : below.names()) sum += below.stat(file).allocated();
        }
        return sum;
    }

    /** {@return the room that is left where the directory is} */
    public Allocation.Volume volume() throws IOException {
        return Allocation.volume(path);
    }

    /**
     * {@return the most that a file of so many bytes takes on disk, bytes: whole blocks, and one more for the list of its
     * blocks, which ext4 needs for a file in more than four pieces}
     */
    public long mostOnDisk(long bytes) {
        return bytes == 0 ? 0 : (bytes + fragment - 1) / fragment * fragment + fragment;
    }

    /** Waits until the names in the directory are on disk. */
    public void force() throws IOException {
        try (FileChannel self = open(".", StandardOpenOption.READ)) {
            self.force(true);
        }
    }

    /** Removes a directory of this one and all that is in it, following no links; it is no error when there is none. */
    public void deleteTree(String name) throws IOException {
        try {
            deleteTree(directory, Path.of(name), 0);
        } catch (NoSuchFileException e) {
            // Gone is what was wanted.
            return;
        }
    }

    private static void deleteTree(SecureDirectoryStream<Path> parent, Path name, int depth) throws IOException {
        if (depth > DEEPEST) throw new IOException("more than " + DEEPEST + " folders in each other at " + name);
        try (SecureDirectoryStream<Path> inside = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : inside) {
                Path file = entry.getFileName();
                BasicFileAttributeView view =
                        inside.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (view.readAttributes().isDirectory()) deleteTree(inside, file, depth + 1);
                else inside.deleteFile(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        parent.deleteDirectory(name);
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
