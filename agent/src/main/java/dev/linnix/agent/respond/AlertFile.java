package dev.linnix.agent.respond;

import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.model.Alert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;

/**
 * Appends each change of an alert to a file, one line of JSON each, in one write. When the file has grown to
 * {@link #MOST_BYTES} its name gets {@code .1} appended, in place of the one before: the two never hold more than twice
 * that. Confined to its responder's thread.
 */
public final class AlertFile implements AlertResponder, AutoCloseable {
    /** Its name unless told otherwise. */
    public static final String NAME = "alerts.ndjson";

    /** Size at which a new file is begun, bytes. */
    public static final long MOST_BYTES = 16 << 20;

    private final StateDir dir;
    private final String name;
    private final Function<Alert, byte[]> json;
    private final long mostBytes;
    private Optional<FileChannel> file = Optional.empty();

    /**
     * Creates the responder; the file is opened with the first alert.
     *
     * @param name of the file in the directory
     * @param json turns an alert into one line of JSON without its line end
     */
    public AlertFile(StateDir dir, String name, Function<Alert, byte[]> json) {
        this(dir, name, json, MOST_BYTES);
    }

    AlertFile(StateDir dir, String name, Function<Alert, byte[]> json, long mostBytes) {
        this.dir = dir;
        this.name = name;
        this.json = json;
        this.mostBytes = mostBytes;
    }

    @Override
    public void respond(Alert alert) throws IOException {
        byte[] text = json.apply(alert);
        ByteBuffer line =
                ByteBuffer.allocate(text.length + 1).put(text).put((byte) '\n').flip();
        try {
            FileChannel channel = file();
            long before = channel.size();
            append(channel, line, before);
            if (before + text.length + 1 >= mostBytes) turnOver();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** All of a line or none of it: half a line would make the next one unreadable. */
    private static void append(FileChannel channel, ByteBuffer line, long before) throws IOException {
        try {
            while (line.hasRemaining()) channel.write(line);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private FileChannel file() throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(
                    dir.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        }
        return file.get();
    }

    private void turnOver() throws IOException {
        close();
        dir.rename(name, name + ".1");
    }

    @Override
    public void close() throws IOException {
        if (file.isEmpty()) return;
        FileChannel closing = file.get();
        file = Optional.empty();
        closing.close();
    }
}
