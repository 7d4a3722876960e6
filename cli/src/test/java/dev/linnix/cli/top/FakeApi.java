package dev.linnix.cli.top;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers like an agent, with what the test decides on. */
final class FakeApi implements AutoCloseable {
    private record Answer(int status, String body, String location) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    volatile String token;

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        answer("/readyz", 200, "{\"ready\":true,\"reasons\":[]}");
        answer("/status", 200, """
                {"host":"devbox","pid":7,"uptime_s":100,"cpu_pct":0.5,"rss_mb":60.0,"events_per_sec":12,
                "dropped_events_total":0,"loss_percent":0.0,"snapshot":{"period_ms":1000,"taken":5},"new_key":[{}]}""");
        answer("/system", 200, "{\"load_avg\":[1.5,1.0,0.5],\"psi_cpu_some_avg10\":2.5}");
        answer("/processes", 200, """
                [{"pid":1,"start_ns":5,"ppid":0,"uid":0,"comm":"init","state":"sleeping","age_sec":9,"threads":1,
                "subtree_forks_per_sec":3.5}]""");
        answer("/incidents", 200, """
                [{"id":"i","state":"firing","severity":"High","time":"2026-01-01T00:00:00Z","alerts":[{"id":"a",
                "rule":"storm","detector":"forks_per_sec","severity":"High","state":"firing","value":812,"threshold":300,
                "unit":"forks/s","window_seconds":5.0,"offender":{"pid":77,"start_ns":70,"comm":"sh","share":0.9}}]}]""");
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answer(String path, int status, String body) {
        answers.put(path, new Answer(status, body, ""));
    }

    void redirect(String path, String location) {
        answers.put(path, new Answer(302, "", location));
    }

    private void handle(HttpExchange exchange) throws IOException {
        Answer answer = answers.getOrDefault(exchange.getRequestURI().getPath(), new Answer(404, "", ""));
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (token != null && !("Bearer " + token).equals(given)) answer = new Answer(401, "", "");
        if (!answer.location.isEmpty()) exchange.getResponseHeaders().set("Location", answer.location);
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
