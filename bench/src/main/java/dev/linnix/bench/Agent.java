package dev.linnix.bench;

import dev.linnix.kernel.BootClock;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent as a process of its own, started as the launcher does, on a port and a state directory of its own. */
final class Agent implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final int TIMEOUT_MS = 5_000;

    private final Child process;
    private final int port;
    private final Path state;
    private final long execNs;

    private Agent(Child process, int port, Path state, long execNs) {
        this.process = process;
        this.port = port;
        this.state = state;
        this.execNs = execNs;
    }

    /** Starts one without waiting. */
    static Agent launch(Bench bench, String... options) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path state = Files.createTempDirectory(bench.directory(), "state");
        List<String> arguments =
                new ArrayList<>(List.of("--listen", "127.0.0.1:" + port, "--state-dir", state.toString()));
        arguments.addAll(List.of("--metrics-listen", "127.0.0.1:0"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--config")) arguments.addAll(List.of("--config", "/dev/null"));
        // As a service has it: a session of its own, in which the kernel does not weigh it together with the load.
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(Jvm.agent(arguments));
        long execNs = BootClock.nowNs();
        return new Agent(bench.start("agent", command).endedBySignal(), port, state, execNs);
    }

    /** Starts one and waits until it is ready. */
    static Agent start(Bench bench, String... options) throws IOException, InterruptedException {
        Agent agent = launch(bench, options);
        agent.awaitReady();
        return agent;
    }

    long pid() {
        return process.pid();
    }

    /** {@return its state directory} */
    Path state() {
        return state;
    }

    /** {@return when it was started, CLOCK_BOOTTIME, ns; just before the new process is created} */
    long execNs() {
        return execNs;
    }

    /**
     * Asks {@code /readyz} until it answers 200.
     *
     * @return when it did, CLOCK_BOOTTIME, ns
     */
    long awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        String answer = "no answer";
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                HttpURLConnection connection = open("/readyz");
                int code = connection.getResponseCode();
                if (code == HttpURLConnection.HTTP_OK) return BootClock.nowNs();
                answer = "HTTP " + code + " "
                        + new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                answer = e.toString();
            }
            Bench.pause(Duration.ofMillis(2));
        }
        String tail = process.tail();
        close();
        throw new IOException("the agent did not become ready: " + answer + tail);
    }

    /** {@return where its API listens} */
    InetSocketAddress api() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** {@return where its operational listener is; known when it is ready} */
    InetSocketAddress metrics() throws IOException {
        String url = Files.readString(state.resolve("metrics.address"), StandardCharsets.UTF_8)
                .strip();
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    }

    HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        return connection;
    }

    /** {@return the agent's account of itself} */
    Status status() throws IOException {
        byte[] body = open("/status").getInputStream().readAllBytes();
        return new Status(Jsonb.instance().type(Object.class).fromJson(body));
    }

    /** {@return CPU time so far, children that ended included, ns} */
    long cpuNs() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long childTicks = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
        return CpuClock.ofProcess(pid()) + childTicks * 10_000_000;
    }

    /** {@return CPU used during each of {@code samples} periods, percent of one core} */
    Samples cpuPercent(int samples, Duration period) throws IOException, InterruptedException {
        List<Double> percents = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            long cpu = cpuNs();
            long wall = System.nanoTime();
            Bench.pause(period);
            percents.add(100.0 * (cpuNs() - cpu) / (System.nanoTime() - wall));
        }
        return Samples.of(percents);
    }

    /** Ends it as a service manager does. */
    @Override
    public void close() {
        process.close();
    }

    /**
     * What {@code /status} says.
     *
     * @param json as parsed
     */
    record Status(@Nullable Object json) {
        /** {@return the number at these keys, one below the other; 0 when the last one is missing} */
        long number(String... keys) throws IOException {
            Object at = json;
            for (int i = 0; i < keys.length; i++) {
                if (!(at instanceof Map<?, ?> map) || (i == 0 && !map.containsKey(keys[i]))) {
                    throw new IOException("/status has no " + String.join(".", keys));
                }
                at = map.get(keys[i]);
            }
            return at instanceof Number number ? number.longValue() : 0;
        }

        /** {@return records of this type that reached the engine since start} */
        long delivered(String type) throws IOException {
            return number("records", type);
        }

        /** {@return records lost in the kernel since start, for any reason} */
        long lost() throws IOException {
            return number("dropped_events_total");
        }
    }
}
