package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import dev.linnix.agent.RawHttp;
import dev.linnix.agent.RawHttp.Answer;
import dev.linnix.agent.config.ApiOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do those who show the token get in, and nobody else? */
class AccessTest {
    private static final String TOKEN = "s3cret-of-this-host";

    @TempDir
    Path dir;

    private TestApi running;

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private Answer get(String target, String headers) throws IOException {
        return running.send("GET " + target + " HTTP/1.1\nHost: localhost\n" + headers);
    }

    @Test
    void withATokenEveryRouteNeedsIt() throws Exception {
        running = new TestApi(dir, true, TestApi.options(TOKEN, null));
        for (String target : List.of("/healthz", "/status", "/nothing", "/alerts", "/openapi.json")) {
            Answer answer = get(target, "");
            assertThat(answer.status()).as(target).isEqualTo(401);
            assertThat(answer.head()).contains("Www-authenticate: Bearer");
            assertThat(TestApi.object(answer)).containsEntry("error", "unauthorized");
        }
        assertThat(get("/healthz", "Authorization: Bearer " + TOKEN + "\n").status())
                .isEqualTo(200);
        assertThat(get("/healthz", "authorization: bearer " + TOKEN + "\n").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer s3cret-of-this-hos",
                "Bearer s3cret-of-this-host2",
                "Bearer S3CRET-OF-THIS-HOST",
                "Bearer ",
                "Basic s3cret-of-this-host",
                "s3cret-of-this-host",
            })
    void anythingElseIsRefused(String authorization) throws Exception {
        running = new TestApi(dir, true, TestApi.options(TOKEN, null));
        assertThat(get("/healthz", "Authorization: " + authorization + "\n").status())
                .isEqualTo(401);
    }

    @Test
    void twoTokensAreNone() throws Exception {
        running = new TestApi(dir, true, TestApi.options(TOKEN, null));
        String header = "Authorization: Bearer " + TOKEN + "\n";
        assertThat(get("/healthz", header + header).status()).isEqualTo(401);
    }

    @Test
    void whatChangesSomethingNeedsATokenEvenOnLoopback() throws Exception {
        running = new TestApi(dir);
        Answer answer = running.send("POST /actions/action-1/approve HTTP/1.1\nHost: localhost\nContent-Length: 0\n");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(TestApi.object(answer).get("detail").toString()).contains("api.token");
    }

    @Test
    void whereNoTokenIsConfiguredTheOneMadeUpOpensWhatChangesSomething() throws Exception {
        ApiOptions options = TestApi.options(null, null);
        assertThat(options.changeToken())
                .hasSize(32)
                .isNotEqualTo(TestApi.options(null, null).changeToken());
        running = new TestApi(dir, true, options);
        Answer answer = running.send("POST /actions/action-1/approve HTTP/1.1\nHost: localhost\nContent-Length: 0\n"
                + "Authorization: Bearer " + options.changeToken() + "\n");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(running.get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void withTheTokenAMissingPartSaysThatItIsMissing() throws Exception {
        running = new TestApi(dir, true, TestApi.options(TOKEN, null));
        Answer answer = running.send("POST /actions/action-1/approve HTTP/1.1\nHost: localhost\nContent-Length: 0\n"
                + "Authorization: Bearer " + TOKEN + "\n");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(TestApi.object(answer).get("detail").toString()).contains("no circuit breaker");
    }

    @Test
    void theOperationalListenerAsksForNoTokenAndShowsNothingElse() throws Exception {
        running = new TestApi(dir, true, TestApi.options(TOKEN, null));
        InetSocketAddress operational = Objects.requireNonNull(running.operational);
        assertThat(RawHttp.get(operational, "/healthz").status()).isEqualTo(200);
        assertThat(RawHttp.get(operational, "/readyz").status()).isEqualTo(200);
        Answer metrics = RawHttp.get(operational, "/metrics/prometheus");
        assertThat(metrics.body()).isEqualTo("linnix_up 1\n");
        assertThat(metrics.head()).contains("Content-type: text/plain; version=0.0.4");
        for (String other : List.of("/status", "/processes", "/alerts", "/metrics")) {
            assertThat(RawHttp.get(operational, other).status()).as(other).isEqualTo(404);
        }
        assertThat(RawHttp.send(operational, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void offLoopbackAnyHostWillDoButPagesOfOthersWillNot() throws Exception {
        running = new TestApi(dir);
        InetSocketAddress client = new InetSocketAddress("192.0.2.1", 4000);
        Access access = new Access(false, TOKEN, TOKEN, Set.of());
        access.check(headers("linnix.example:3000", null), client);
        access.check(headers("linnix.example:3000", "http://linnix.example:3000"), client);
        assertThatThrownBy(() -> access.check(headers("linnix.example:3000", "http://evil.example"), client))
                .isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> access.check(headers("linnix.example:3000", "null"), client))
                .isInstanceOf(HttpError.class);
    }

    private static Headers headers(String host, String origin) {
        Headers headers = new Headers();
        headers.set("Host", host);
        headers.set("Authorization", "Bearer " + TOKEN);
        if (origin != null) headers.set("Origin", origin);
        return headers;
    }
}
