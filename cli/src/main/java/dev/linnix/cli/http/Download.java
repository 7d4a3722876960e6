package dev.linnix.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Bytes that an agent sends, perhaps for as long as it runs. One reader; any thread may close it, which ends a read. */
public final class Download implements AutoCloseable {
    private final Socket socket;
    private final InputStream body;

    Download(Socket socket, InputStream body) {
        this.socket = socket;
        this.body = body;
    }

    /**
     * Waits for more.
     *
     * @return how many bytes came; negative after the last
     * @throws IOException when it broke off before its end, was closed, or nothing came for a minute
     */
    public int read(byte[] into) throws IOException {
        return body.read(into);
    }

    /** {@return all of it as a stream, which ends when this is closed} */
    public InputStream body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
