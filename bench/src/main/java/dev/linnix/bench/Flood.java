package dev.linnix.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A crowd of clients that do an agent no good: readers of streams that hardly read and come again when they are let go,
 * requests that are none, and scrapes that come all at once. Bounded in number and time; ends with {@link #close}.
 */
final class Flood implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;
    private static final Duration READER_REST = Duration.ofSeconds(1);
    private static final Duration SCRAPE_PERIOD = Duration.ofSeconds(10);
    /** Malformed requests under way at one time. */
    private static final int MOST_JUNK = 256;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore junkRoom = new Semaphore(MOST_JUNK);
    private final InetSocketAddress api;
    private final InetSocketAddress metrics;

    /** Streams that began. */
    final AtomicLong streams = new AtomicLong();
    /** Streams that were refused, by an answer or by a closed connection. */
    final AtomicLong refused = new AtomicLong();
    /** Malformed requests that were answered or cut off. */
    final AtomicLong junk = new AtomicLong();
    /** Scrapes that were answered with what they asked for. */
    final AtomicLong scraped = new AtomicLong();
    /** Scrapes that were turned away, by a 503 or a closed connection. */
    final AtomicLong turnedAway = new AtomicLong();
    /** Longest time from connecting to the end of an answer, ns. */
    final AtomicLong slowestNs = new AtomicLong();

    /** Prepares one; nothing is sent yet. */
    Flood(Agent agent) throws IOException {
        api = agent.api();
        metrics = agent.metrics();
    }

    /** Starts readers that take 16 bytes a second, until closed. */
    void slowReaders(int count) {
        for (int i = 0; i < count; i++) {
            byte[] request = get(i % 2 == 0 ? "/stream" : "/processes/live");
            threads.execute(() -> readAgainAndAgain(request));
        }
    }

    /** Sends {@code count} malformed requests, evenly over {@code time}; on the calling thread. */
    void malformed(int count, Duration time) throws InterruptedException {
        Random random = new Random(7);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long early = begin + time.toNanos() * i / count - System.nanoTime();
            if (early > 0) Bench.pause(Duration.ofNanos(early));
            byte[] bytes = malformed(random, i);
            junkRoom.acquire();
            threads.execute(() -> send(bytes));
        }
        junkRoom.acquire(MOST_JUNK);
        junkRoom.release(MOST_JUNK);
    }

    /** Starts to scrape {@code count} times at once, again every ten seconds, until {@code time} is over. */
    void scrapes(int count, Duration time) {
        long rounds = Math.max(1, time.dividedBy(SCRAPE_PERIOD));
        threads.execute(() -> {
            for (int round = 0; round < rounds && rest(time.dividedBy(2 * rounds)); round++) {
                for (int i = 0; i < count; i++) {
                    int kind = i % 4;
                    threads.execute(() -> scrape(kind));
                }
                if (!rest(time.dividedBy(2 * rounds))) return;
            }
        });
    }

    private void readAgainAndAgain(byte[] request) {
        boolean going = true;
        while (going) {
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(4096);
                socket.connect(api, TIMEOUT_MS);
                socket.getOutputStream().write(request);
                going = trickle(socket.getInputStream());
            } catch (IOException e) {
                refused.incrementAndGet();
            }
            going = going && rest(READER_REST);
        }
    }

    /** {@return whether to come again} */
    private boolean trickle(InputStream in) throws IOException {
        byte[] some = new byte[16];
        int got = in.read(some);
        boolean accepted = new String(some, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
        (accepted ? streams : refused).incrementAndGet();
        try {
            while (got > 0) {
                if (!rest(READER_REST)) return false;
                got = in.read(some);
            }
        } catch (IOException e) {
            // Disconnected: what a reader that does not read is to expect.
        }
        return true;
    }

    private void send(byte[] bytes) {
        try (Socket socket = new Socket()) {
            socket.connect(api, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
            junk.incrementAndGet();
        } catch (java.net.SocketTimeoutException e) {
            // Neither an answer nor an end: it is missing in the count.
        } catch (IOException e) {
            junk.incrementAndGet(); // Cut off: that is an answer too.
        } finally {
            junkRoom.release();
        }
    }

    private void scrape(int kind) {
        long begin = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(kind < 2 ? metrics : api, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream()
                    .write(get(kind < 2 ? "/metrics/prometheus" : kind == 2 ? "/status" : "/processes"));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            (answer.startsWith("HTTP/1.1 200") ? scraped : turnedAway).incrementAndGet();
            slowestNs.accumulateAndGet(System.nanoTime() - begin, Math::max);
        } catch (IOException e) {
            turnedAway.incrementAndGet();
        }
    }

    private static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] malformed(Random random, int i) {
        byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        String text = switch (i % 6) {
            case 0 -> "GET /status?x=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n";
            case 1 -> "GET /processes/" + i + "x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            case 2 -> "POST /status HTTP/1.1\r\nHost: evil.example\r\nContent-Length: -5\r\n\r\n";
            case 3 -> "GET / HTTP/1.1\r\nContent-Length: 99999999999\r\nHost: localhost\r\n\r\nabc";
            case 4 -> "\r\n\r\n\0\0\0\r\n";
            default -> new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n\r\n";
        };
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@return false when it is time to go} */
    private static boolean rest(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends every client. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
