package dev.linnix.agent.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A Unix socket that leads to the API: the JDK's server cannot listen on one, so bytes are passed on both ways between each
 * connection and one over loopback. Mode 0660. At most {@link #MOST_CONNECTIONS} at one time; more wait to be accepted.
 */
final class UnixRelay implements AutoCloseable {
    static final int MOST_CONNECTIONS = 32;

    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final System.Logger LOG = System.getLogger(UnixRelay.class.getName());

    private final Path path;
    private final InetSocketAddress api;
    private final ServerSocketChannel server;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private UnixRelay(Path path, InetSocketAddress api, ServerSocketChannel server) {
        this.path = path;
        this.api = api;
        this.server = server;
    }

    /**
     * Starts to listen; a socket nobody listens on any more is replaced.
     *
     * @throws IOException with one clear sentence when the path cannot be used
     */
    static UnixRelay open(Path path, InetSocketAddress api) throws IOException {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) Files.createDirectories(parent);
            makeWay(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(path));
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            } catch (IOException e) {
                server.close();
                throw e;
            }
            UnixRelay relay = new UnixRelay(path, reachable(api), server);
            relay.threads.execute(relay::accept);
            return relay;
        } catch (IOException | UnsupportedOperationException e) {
            throw new IOException("cannot listen on the Unix socket " + path + " (" + e.getMessage() + ")", e);
        }
    }

    private static void makeWay(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & FILE_TYPE) != SOCKET) throw new IOException("there is a file that is no socket; it is left alone");
        boolean used;
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            used = other.isConnected();
        } catch (IOException e) {
            // Nobody listens: it was left behind.
            used = false;
        }
        if (used) throw new IOException("another program listens on it");
        Files.delete(path);
    }

    /** {@return the API's address as this host can connect to it} */
    private static InetSocketAddress reachable(InetSocketAddress api) {
        return api.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), api.getPort())
                : api;
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                free.acquire();
                SocketChannel client = server.accept();
                threads.execute(() -> relay(client));
            }
        } catch (IOException e) {
            if (server.isOpen()) LOG.log(System.Logger.Level.ERROR, "the Unix socket " + path + " is given up", e);
        } catch (InterruptedException e) {
            // The agent stops.
            Thread.currentThread().interrupt();
        }
    }

    private void relay(SocketChannel client) {
        try (client;
                SocketChannel there = SocketChannel.open(api)) {
            Thread back = Thread.ofVirtual().start(() -> answer(there, client));
            copy(client, there);
            back.join();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client of the Unix socket went", e);
        } catch (InterruptedException e) {
            // The agent stops.
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    /** When the API has said all it has to say the client is let go, even one that keeps its side open. */
    private static void answer(SocketChannel there, SocketChannel client) {
        try (client) {
            copy(there, client);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a relayed connection did not close", e);
        }
    }

    /** Copies until one side ends, and tells the other. */
    private static void copy(ByteChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) to.write(buffer);
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side went: the other learns it from its own end.
            LOG.log(System.Logger.Level.DEBUG, "a relayed connection ended", e);
        }
    }

    /** Stops listening and ends every connection. */
    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the Unix socket " + path + " did not close: " + e);
        }
        threads.shutdownNow();
    }
}
