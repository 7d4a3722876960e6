package dev.linnix.agent.state;

import dev.linnix.kernel.Allocation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that are appended, each in one write, all of it or none. Before it would hold more than its half of the
 * room its name gets {@code .1} appended, in place of the one before; so the two never take more than that room. Confined
 * to one thread.
 */
public final class LineFile implements Closeable {
    private static final System.Logger LOG = System.getLogger(LineFile.class.getName());

    private final StateDir dir;
    private final String name;
    private final long room;
    private final long mostEach;
    private @Nullable FileChannel file;
    private boolean looked;

    /**
     * Creates it; the file is opened with the first line.
     *
     * @param room bytes of allocated blocks that the two files may take together
     * @param mostEach bytes that one of them may hold, however much room there is
     * @throws IllegalArgumentException when there is not even room for one block in each
     */
    public LineFile(StateDir dir, String name, long room, long mostEach) {
        this.dir = dir;
        this.name = name;
        this.room = room;
        long map = dir.mostOnDisk(1) / 2;
        this.mostEach = Math.min(mostEach, room / 2 / map * map - map);
        if (this.mostEach <= 0) throw new IllegalArgumentException("no room for " + name + " in " + room + " bytes");
    }

    /**
     * Appends a line.
     *
     * @param line without its end
     * @throws IOException when it cannot be written, or is longer than the file may be; the next call opens the file anew
     */
    public void append(byte[] line) throws IOException {
        int length = line.length + 1;
        if (length > mostEach) {
            throw new IOException("a line of " + length + " bytes: " + name + " may hold " + mostEach);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(length).put(line).put((byte) '\n').flip();
        try {
            FileChannel channel = file();
            if (channel.size() > mostEach - length) {
                turnOver();
                channel = file();
            }
            append(channel, bytes);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Half a line would make the next one unreadable. */
    private static void append(FileChannel channel, ByteBuffer line) throws IOException {
        long before = channel.size();
        try {
            while (line.hasRemaining()) channel.write(line);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private FileChannel file() throws IOException {
        FileChannel open = file;
        if (open != null) return open;
        if (!looked) {
            // Each becomes the older of the two, beside a full one.
            long full = dir.mostOnDisk(mostEach);
            long now = keep(name, room - full);
            keep(name + ".1", room - Math.max(now, full));
            looked = true;
        }
        open = dir.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        file = open;
        return open;
    }

    /** Removes what an earlier run left that had more room; returns what is left. */
    private long keep(String old, long most) throws IOException {
        Allocation.Entry found;
        try {
            found = dir.stat(old);
        } catch (NoSuchFileException e) {
            return 0;
        }
        if (found.kind() != Allocation.Kind.FILE || found.allocated() <= most) return found.allocated();
        dir.delete(old);
        LOG.log(
                System.Logger.Level.WARNING,
                dir.path().resolve(old) + " is removed: it took " + found.allocated() + " bytes of disk, and may take "
                        + most);
        return 0;
    }

    private void turnOver() throws IOException {
        close();
        dir.rename(name, name + ".1");
    }

    @Override
    public void close() throws IOException {
        FileChannel closing = file;
        file = null;
        if (closing != null) closing.close();
    }
}
