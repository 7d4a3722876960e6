package dev.linnix.cli.demo;

import dev.linnix.cli.HostAgent;
import dev.linnix.cli.http.AgentHttp.Answer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An agent of the demo's own: a child process with the shipped flags. */
final class AgentProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 5;
    private static final int LOG_LINES = 12;
    private static final long BLIND_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Process process;
    private final AgentClient client;
    private final Path log;
    private final Path token;

    private AgentProcess(Process process, AgentClient client, Path log, Path token) {
        this.process = process;
        this.client = client;
        this.log = log;
        this.token = token;
    }

    /**
     * Starts an agent.
     *
     * @param home of the program: the directory of {@code jvm.options}
     * @param rules the rule file
     * @param directory for state and log
     * @param port on 127.0.0.1
     * @param outlives whether it goes on after this process; else it ends with the thread that calls this
     * @param jvmOptions more options for the JVM
     * @throws IOException when it cannot be started
     */
    static AgentProcess start(
            Path home, Path rules, Path directory, int port, boolean outlives, List<String> jvmOptions)
            throws IOException {
        // A session of its own: Ctrl-C is for the demo, which ends the agent in order.
        List<String> words = new ArrayList<>(List.of("setsid"));
        if (!outlives) words.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("@" + home.resolve("jvm.options"));
        words.addAll(jvmOptions);
        String arguments = System.getProperty("linnix.agent");
        words.addAll(
                arguments == null ? List.of("-cp", System.getProperty("java.class.path")) : List.of("@" + arguments));
        words.add("dev.linnix.agent.Main");
        words.addAll(List.of("--rules", rules.toString(), "--listen", "127.0.0.1:" + port));
        Path state = directory.resolve("state");
        words.addAll(List.of("--state-dir", state.toString()));
        // What an agent installed on this host is told must not reach this one, nor may the two meet.
        words.addAll(List.of("--config", "/dev/null", "--metrics-listen", "off"));
        Path log = directory.resolve("agent.log");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LINNIX_"));
        Process process = builder.start();
        process.getOutputStream().close();
        return new AgentProcess(
                process, new AgentClient(URI.create("http://127.0.0.1:" + port)), log, state.resolve(HostAgent.TOKEN));
    }

    /** {@return a port of 127.0.0.1 that is free now: the one wished for if it is, else any} */
    static int freePort(int wish) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(loopback, wish));
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wish == 0) throw e;
            return freePort(0);
        }
    }

    /**
     * Waits until the agent sees what it has to.
     *
     * @param millis how long at most for an answer; once it answers that it cannot see, it has 5 s to change its mind
     * @throws NotReadyException when it ended, did not answer, or said why it cannot see
     */
    void awaitReady(long millis) throws NotReadyException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        String reason = "it does not answer";
        boolean answered = false;
        while (process.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                Answer answer = client.get("/readyz");
                if (answer.status() == HttpURLConnection.HTTP_OK) return;
                reason = client.reason(answer);
                if (!answered) deadline = System.nanoTime() + BLIND_NANOS;
                answered = true;
            } catch (IOException _) {
                // It does not listen yet.
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        if (process.isAlive()) throw new NotReadyException("the agent is not ready: " + reason, logTail());
        throw new NotReadyException("the agent ended with status " + process.exitValue(), logTail());
    }

    /** {@return the last lines the agent logged} */
    List<String> logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(its log cannot be read: " + e.getMessage() + ")");
        }
    }

    /** {@return the token it asks for where it hands out evidence; to be called once it is ready} */
    String token() throws IOException {
        return Files.readString(token).strip();
    }

    AgentClient client() {
        return client;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the agent in order, or by force when it does not end within 5 s, and waits for that. */
    @Override
    public void close() {
        stop(STOP_SECONDS);
    }

    /** Ends the agent in order, or by force when it does not end in time, and waits for that. */
    void stop(long seconds) {
        try {
            process.destroy();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
