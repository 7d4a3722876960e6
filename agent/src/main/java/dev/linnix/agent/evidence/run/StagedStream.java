package dev.linnix.agent.evidence.run;

import dev.linnix.agent.evidence.LimitedStream;
import dev.linnix.evidence.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way to an archive. Every byte that is on disk is in its size and hash, also when the collector is
 * interrupted in the middle of a write. Guarded by its output.
 */
final class StagedStream extends LimitedStream {
    private static final int BUFFER = 8192;

    private final StagedOutput output;
    private final String name;
    private final String staged;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final MessageDigest digest = sha256();
    private final @Nullable RedactedLines lines;
    private FileChannel channel;
    private long size;
    private long reserved;
    private boolean cut;
    private boolean closed;

    StagedStream(StagedOutput output, String name, String staged, boolean text) throws IOException {
        this.output = output;
        this.name = name;
        this.staged = staged;
        this.lines = text ? new RedactedLines(this::keep) : null;
        this.channel = output.directory().open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    boolean isOf(String path) {
        return name.equals(path);
    }

    @Override
    public boolean isFull() {
        synchronized (output) {
            return cut;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (output) {
            output.check();
            if (closed) throw new IOException("file " + name + " is closed");
            if (cut) return;
            if (lines != null) {
                lines.write(bytes, offset, length);
            } else {
                keep(bytes, offset, length);
            }
        }
    }

    private void keep(byte[] bytes, int offset, int length) throws IOException {
        int taken = (int) Math.min(length, output.left());
        if (taken < length) cut = true;
        output.took(taken);
        int from = offset;
        int end = offset + taken;
        while (from < end) {
            int part = Math.min(end - from, buffer.remaining());
            buffer.put(bytes, from, part);
            from += part;
            if (!buffer.hasRemaining()) store();
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (output) {
            output.check();
            if (!closed) store();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (output) {
            if (closed) return;
            closed = true;
            try {
                output.check();
                if (lines != null && !cut) lines.finish();
                store();
            } finally {
                channel.close();
            }
        }
    }

    /** {@return what there is to say about it, once it is ended for good with what is on disk and in the buffer} */
    StagedFile finish() {
        try {
            close();
        } catch (IOException e) {
            cut = true;
            output.failed(e);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return new StagedFile(staged, new Manifest.FileInfo(name, output.collector(), size, sha256, cut));
    }

    private void store() throws IOException {
        buffer.flip();
        try {
            reserved = output.reserve(size + buffer.remaining(), reserved);
            write();
        } catch (IOException e) {
            cut = true;
            output.failed(e);
            throw e;
        } finally {
            buffer.clear();
        }
    }

    /** An interrupt closes the channel, perhaps after the write: so it is opened anew, and the same bytes written again. */
    private void write() throws IOException {
        int begin = buffer.position();
        boolean interrupted = Thread.interrupted();
        try {
            while (buffer.hasRemaining()) {
                try {
                    channel.write(buffer, size + buffer.position() - begin);
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted() || interrupted;
                    buffer.position(begin);
                    channel = output.directory().open(staged, StandardOpenOption.WRITE);
                }
            }
        } finally {
            int written = buffer.position() - begin;
            digest.update(buffer.array(), begin, written);
            size += written;
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
