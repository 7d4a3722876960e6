package dev.linnix.agent.api;

import dev.linnix.agent.api.json.ErrorJson;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A Unix socket that leads to the API: the JDK's server cannot listen on one, so bytes are passed on both ways between each
 * connection and one over loopback. Mode 0660 from the moment it can be found: the file system says who may use it, and
 * the API asks those who come this way for nothing more. At most {@link #MOST_CONNECTIONS} at one time; more are told so
 * and counted. Whoever does not take what is sent is disconnected and counted.
 */
final class UnixRelay implements AutoCloseable {
    static final int MOST_CONNECTIONS = 32;

    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final byte[] BUSY = busy();
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final System.Logger LOG = System.getLogger(UnixRelay.class.getName());

    private final Path path;
    private final InetSocketAddress api;
    private final Listener server;
    private final Set<InetSocketAddress> relayed;
    private final WriteDeadlines deadlines;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong acceptErrors = new AtomicLong();
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Semaphore refusing = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** What accepts connections. */
    interface Listener extends Closeable {
        /** Waits for a connection. */
        SocketChannel accept() throws IOException;

        boolean isOpen();
    }

    /**
     * Starts to serve.
     *
     * @param relayed where the addresses go from which this connects to the API
     */
    UnixRelay(Path path, InetSocketAddress api, Set<InetSocketAddress> relayed, LongSupplier clockNs, Listener server) {
        this.path = path;
        this.api = reachable(api);
        this.relayed = relayed;
        this.deadlines = new WriteDeadlines(clockNs);
        this.server = server;
        threads.execute(this::accept);
    }

    /**
     * Starts to listen; a socket nobody listens on any more is replaced.
     *
     * @throws IOException with one clear sentence when the path cannot be used
     */
    static UnixRelay open(Path path, InetSocketAddress api, Set<InetSocketAddress> relayed, LongSupplier clockNs)
            throws IOException {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) Files.createDirectories(parent);
            makeWay(path);
            return new UnixRelay(path, api, relayed, clockNs, listener(bind(path)));
        } catch (IOException | UnsupportedOperationException e) {
            throw new IOException("cannot listen on the Unix socket " + path + " (" + e.getMessage() + ")", e);
        }
    }

    /** A new socket has the mode the umask leaves it, so it is made where nobody else can reach it and then moved. */
    private static ServerSocketChannel bind(Path path) throws IOException {
        Path hidden = path.resolveSibling("." + Long.toString(System.nanoTime() & 0xffffff, 36));
        Files.createDirectory(
                hidden, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path made = hidden.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-rw----"));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } catch (IOException e) {
            server.close();
            Files.deleteIfExists(made);
            throw e;
        } finally {
            Files.delete(hidden);
        }
    }

    private static Listener listener(ServerSocketChannel channel) {
        return new Listener() {
            @Override
            public SocketChannel accept() throws IOException {
                return channel.accept();
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private static byte[] busy() {
        byte[] body = Json.bytes(new ErrorJson(
                "service unavailable", "there are already " + MOST_CONNECTIONS + " connections; try again"));
        String head = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: " + Response.JSON + "\r\nRetry-After: 1\r\n"
                + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
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
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (server.isOpen()) {
                try {
                    take(server.accept());
                    pause = FIRST_PAUSE_MILLIS;
                } catch (IOException e) {
                    if (!server.isOpen()) return;
                    // Too many open files, most likely; that passes.
                    acceptErrors.incrementAndGet();
                    LOG.log(System.Logger.Level.WARNING, "the Unix socket " + path + " takes no client now: " + e);
                    TimeUnit.MILLISECONDS.sleep(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // The agent stops.
            Thread.currentThread().interrupt();
        }
    }

    private void take(SocketChannel client) {
        if (free.tryAcquire()) {
            threads.execute(() -> relay(client));
            return;
        }
        refused.incrementAndGet();
        boolean told = refusing.tryAcquire();
        threads.execute(() -> refuse(client, told));
    }

    /** What the client sends is read, or it would have an error before it could read the answer. */
    private void refuse(SocketChannel client, boolean told) {
        try (client) {
            if (!told) return;
            deadlines.run(() -> {
                client.write(ByteBuffer.wrap(BUSY));
                client.shutdownOutput();
                ByteBuffer ignored = ByteBuffer.allocate(512);
                while (client.read(ignored.clear()) >= 0) {}
            });
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client of the Unix socket went", e);
        } finally {
            if (told) refusing.release();
        }
    }

    private void relay(SocketChannel client) {
        try (client;
                SocketChannel there = SocketChannel.open(api)) {
            InetSocketAddress here = (InetSocketAddress) there.getLocalAddress();
            relayed.add(here);
            try {
                Thread back = Thread.ofVirtual().start(() -> answer(there, client));
                copy(client, there);
                back.join();
            } finally {
                // While the connection is open nobody else can have its address.
                relayed.remove(here);
            }
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
    private void answer(SocketChannel there, SocketChannel client) {
        try (client) {
            copy(there, client);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a relayed connection did not close", e);
        }
    }

    /** Copies until one side ends, and tells the other. */
    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                deadlines.run(() -> {
                    while (buffer.hasRemaining()) to.write(buffer);
                });
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side went: the other learns it from its own end.
            LOG.log(System.Logger.Level.DEBUG, "a relayed connection ended", e);
        }
    }

    /** {@return connections refused because there were too many} */
    long refused() {
        return refused.get();
    }

    /** {@return connections closed because one side did not take what the other sent} */
    long cut() {
        return deadlines.ended();
    }

    /** {@return times no connection could be accepted} */
    long acceptErrors() {
        return acceptErrors.get();
    }

    /** Ends writes to those who do not read; to be called about once a second. */
    void enforceDeadlines() {
        deadlines.enforce();
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
