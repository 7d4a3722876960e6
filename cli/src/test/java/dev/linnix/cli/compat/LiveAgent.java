package dev.linnix.cli.compat;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An agent as a process with real sensors, a token and a Unix socket, and its programs. Needs root. */
final class LiveAgent implements AutoCloseable {
    static final String TOKEN = "token-of-the-walk";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path dir;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final URI operational;

    /**
     * What a program did.
     *
     * @param status it exited with
     * @param out standard output
     * @param err standard error
     */
    record Outcome(int status, String out, String err) {}

    LiveAgent(Path dir, Path rules) throws Exception {
        this.dir = dir;
        List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM"));
        words.addAll(java("dev.linnix.agent.Main"));
        words.addAll(List.of("--config", "/dev/null", "--handler", "rules:" + rules));
        words.addAll(List.of("--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"));
        words.addAll(List.of("--state-dir", dir.resolve("state").toString()));
        Path log = dir.resolve("agent.log");
        process = builder(words, Map.of("LINNIX_API_TOKEN", TOKEN, "LINNIX_UDS_PATH", socket()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) throw new IllegalStateException(Files.readString(log));
            return Files.readString(log).contains("API on");
        });
        api = URI.create(Files.readString(dir.resolve("state/api.address")).strip());
        operational = URI.create(
                Files.readString(dir.resolve("state/metrics.address")).strip());
        await().atMost(PATIENCE).until(() -> get("/readyz").statusCode() == 200);
    }

    private static List<String> java(String main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("linnix.home"), "jvm.options"),
                "-cp",
                System.getProperty("java.class.path"),
                main);
    }

    private static ProcessBuilder builder(List<String> words, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("LINNIX_") || name.endsWith("LOG_LEVEL") || name.equals("RUST_LOG"));
        builder.environment().putAll(environment);
        return builder;
    }

    String url() {
        return api.toString();
    }

    String socket() {
        return dir.resolve("api.sock").toString();
    }

    /** Runs the agent's program, or its {@code config}, to the end. */
    Outcome run(String main, Map<String, String> environment, List<String> args) throws Exception {
        List<String> words = new ArrayList<>(java(main));
        words.addAll(args);
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        Process program = builder(words, environment)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            program.destroyForcibly().waitFor();
            return new Outcome(-1, Files.readString(out), "did not end");
        }
        return new Outcome(program.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static HttpRequest.Builder request(URI base, String target) {
        return HttpRequest.newBuilder(URI.create(base + target.replace(">", "%3E")))
                .timeout(PATIENCE);
    }

    private static HttpRequest.Builder allowed(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String target) throws Exception {
        return send(allowed(request(api, target)));
    }

    HttpResponse<String> post(String target, String type, String body) throws Exception {
        return send(allowed(request(api, target)).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> withoutToken(String method, String target) throws Exception {
        return send(request(api, target).method(method, BodyPublishers.noBody()));
    }

    HttpResponse<String> operational(String target) throws Exception {
        return send(request(operational, target));
    }

    /** {@return the status line of an answer on the Unix socket, where no token is shown} */
    String overSocket(String target) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            Channels.newOutputStream(channel).write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    /** {@return the lines of a stream, which come as long as the agent lives} */
    Queue<String> follow(String target) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        http.sendAsync(allowed(request(api, target)).build(), BodyHandlers.ofLines())
                .thenAccept(answer -> {
                    try (Stream<String> body = answer.body()) {
                        body.forEach(lines::add);
                    }
                });
        return lines;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
