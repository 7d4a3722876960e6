package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What files take on disk and what is left there, which the JDK does not tell: statx(2) and statvfs(3). May block for as
 * long as the file system does. Thread-safe.
 */
public final class Allocation {
    /** Bytes of one block of {@code stx_blocks}, whatever the file system's blocks are. */
    private static final long BLOCK = 512;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int UID = 20;
    private static final int MODE = 28;
    private static final int SIZE = 40;
    private static final int BLOCKS = 48;
    private static final int FORMAT = 0xf000;

    private static final int STATVFS_BYTES = 112;
    private static final int FRAGMENT = 8;
    private static final int TOTAL_BLOCKS = 16;
    private static final int AVAILABLE_BLOCKS = 32;
    private static final int TOTAL_INODES = 40;
    private static final int AVAILABLE_INODES = 56;

    /** That of the names of files: what the JDK made a path from can be written with it. */
    private static final Charset NAMES =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

    private static final NativeFunction STATX = NativeFunction.libc("statx");
    private static final NativeFunction STATVFS = NativeFunction.libc("statvfs");
    private static final NativeFunction GETEUID = NativeFunction.libc("geteuid");

    private Allocation() {}

    /** What a name stands for. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        LINK,
        /** A socket, pipe or device. */
        OTHER
    }

    /**
     * A file.
     *
     * @param kind what it is
     * @param uid user that owns it
     * @param size bytes to read
     * @param allocated bytes of the blocks it takes, those a file system has promised and not yet written included
     */
    public record Entry(Kind kind, int uid, long size, long allocated) {}

    /**
     * A file system.
     *
     * @param totalBytes of it
     * @param freeBytes that this user may take
     * @param totalInodes files there may be; 0 where that has no fixed number
     * @param freeInodes that this user may take
     * @param fragment bytes of the smallest piece that is allotted
     */
    public record Volume(long totalBytes, long freeBytes, long totalInodes, long freeInodes, long fragment) {}

    /**
     * {@return what is at a path; a symbolic link there is not followed}
     *
     * @throws NoSuchFileException when there is nothing
     * @throws AccessDeniedException when a directory on the way must not be searched
     * @throws FileSystemException for any other reason
     */
    public static Entry of(Path path) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(STATX_BYTES, 8);
            MemorySegment name = name(arena, path);
            long result = STATX.call(AT_FDCWD, name.address(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, to.address(), 0);
            if ((int) result != 0) throw failure(path, NativeFunction.errno());
            return new Entry(
                    kind(to.get(JAVA_SHORT, MODE) & FORMAT),
                    to.get(JAVA_INT, UID),
                    to.get(JAVA_LONG, SIZE),
                    to.get(JAVA_LONG, BLOCKS) * BLOCK);
        }
    }

    private static Kind kind(int format) {
        return switch (format) {
            case 0x8000 -> Kind.FILE;
            case 0x4000 -> Kind.DIRECTORY;
            case 0xa000 -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }

    /**
     * {@return the file system that a file or directory is on}
     *
     * @throws FileSystemException as {@link #of}
     */
    public static Volume volume(Path path) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(STATVFS_BYTES, 8);
            MemorySegment name = name(arena, path);
            if (STATVFS.callInt(name.address(), to.address()) != 0) throw failure(path, NativeFunction.errno());
            long fragment = to.get(JAVA_LONG, FRAGMENT);
            return new Volume(
                    to.get(JAVA_LONG, TOTAL_BLOCKS) * fragment,
                    to.get(JAVA_LONG, AVAILABLE_BLOCKS) * fragment,
                    to.get(JAVA_LONG, TOTAL_INODES),
                    to.get(JAVA_LONG, AVAILABLE_INODES),
                    fragment);
        }
    }

    /** {@return the user whose rights this process has on files} */
    public static int user() {
        return GETEUID.callInt();
    }

    private static MemorySegment name(Arena arena, Path path) {
        byte[] bytes = path.toString().getBytes(NAMES);
        // The JDK refuses paths with a NUL inside; memory is zeroed, so one follows.
        MemorySegment name = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, name, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
        return name;
    }

    private static FileSystemException failure(Path path, int errno) {
        String file = path.toString();
        return switch (errno) {
            case Errno.ENOENT -> new NoSuchFileException(file);
            case Errno.EACCES, Errno.EPERM -> new AccessDeniedException(file);
            default -> new FileSystemException(file, null, Errno.describe(errno));
        };
    }
}
