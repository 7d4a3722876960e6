package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import dev.linnix.agent.config.ApiOptions;
import dev.linnix.evidence.TestBundle;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Are bundles shown, handed out and removed as they are, and to those only who may have them? */
class BundleRoutesTest {
    @TempDir
    Path dir;

    private final ApiOptions options = TestApi.options(null, null);
    private TestApi running;
    private byte[] archive;

    @BeforeEach
    void start() throws Exception {
        running = new TestApi(dir, true, options);
        archive = TestBundle.bytes(1, TestBundle.entry("noise", new byte[300_000]));
        running.bundles.add("i1-1", false, archive);
        running.bundles.add("i2-2", true, archive);
        running.bundles.begin("i3-3");
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private Answer call(String method, String target) throws IOException {
        return running.send(
                method + " " + target + " HTTP/1.1\nHost: localhost\nContent-Length: 0\nAuthorization: Bearer "
                        + options.changeToken() + "\n");
    }

    private HttpURLConnection connection(String target) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + running.address.getPort() + target)
                        .toURL()
                        .openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + options.changeToken());
        connection.setReadTimeout(20_000);
        return connection;
    }

    @Test
    void theListIsChosenFrom() throws IOException {
        assertThat(TestApi.array(running.get("/bundles")))
                .extracting(b -> b.get("id"))
                .containsExactly("i3-3", "i2-2", "i1-1");
        assertThat(TestApi.array(running.get("/bundles?limit=1")))
                .extracting(b -> b.get("id"))
                .containsExactly("i3-3");
        assertThat(TestApi.array(running.get("/bundles?rule=rule%20of%20i1-1")))
                .singleElement()
                .satisfies(bundle -> assertThat(bundle)
                        .containsEntry("id", "i1-1")
                        .containsEntry("made", "2026-01-31T12:00:00Z")
                        .containsEntry("pinned", false)
                        .containsEntry("in_progress", false)
                        .containsEntry("bytes", (long) archive.length)
                        .doesNotContainKeys("manifest", "problem")
                        .containsEntry(
                                "archives", List.of(Map.of("name", TestBundle.ARCHIVE, "phase", 1L, "bytes", (long)
                                        archive.length))));
    }

    @Test
    void oneIsShownWithItsManifest() throws IOException {
        Map<String, Object> bundle = TestApi.object(running.get("/bundles/i1-1"));
        assertThat(bundle.get("manifest").toString()).contains("incident=" + TestBundle.ID, "name=README.txt");
        assertThat(TestApi.object(running.get("/bundles/i3-3")))
                .containsEntry("in_progress", true)
                .doesNotContainKeys("manifest", "problem");
    }

    @Test
    void aDamagedOneIsShownWithWhatIsWrong() throws IOException {
        running.bundles.add("i4-4", false, "nonsense".getBytes(StandardCharsets.UTF_8));
        assertThat(TestApi.object(running.get("/bundles/i4-4")))
                .doesNotContainKey("manifest")
                .hasEntrySatisfying(
                        "problem",
                        problem -> assertThat(problem.toString()).contains(TestBundle.ARCHIVE, "damaged or cut off"));
    }

    @Test
    void anArchiveIsHandedOutByteForByte() throws IOException {
        HttpURLConnection connection = connection("/bundles/i1-1/archive");
        assertThat(connection.getResponseCode()).isEqualTo(200);
        assertThat(connection.getContentLengthLong()).isEqualTo(archive.length);
        assertThat(connection.getHeaderField("Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + TestBundle.ARCHIVE + "\"");
        assertThat(connection.getInputStream().readAllBytes()).isEqualTo(archive);
        assertThat(call("GET", "/bundles/i1-1/archive?phase=1").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(running.bundles.open).hasValue(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /bundles/i1-1/archive",
                "POST /bundles/i1-1/pin",
                "POST /bundles/i1-1/unpin",
                "DELETE /bundles/i1-1"
            })
    void whoHasNoTokenGetsNothing(String request) throws IOException {
        assertThat(running.send(request + " HTTP/1.1\nHost: localhost\nContent-Length: 0\n")
                        .status())
                .isEqualTo(401);
        assertThat(TestApi.object(running.get("/bundles/i1-1"))).containsEntry("pinned", false);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /bundles/none, 404, no bundle \"none\" is kept",
        "GET, /bundles/none/archive, 404, no bundle",
        "POST, /bundles/none/pin, 404, no bundle",
        "DELETE, /bundles/none, 404, no bundle",
        "GET, /bundles/.., 404, no bundle can have this id",
        "GET, /bundles/%2e%2e%2f%2e%2e%2fetc/archive, 404, no bundle can have this id",
        "GET, /bundles/i1-1%00/archive, 404, no bundle can have this id",
        "GET, /bundles/../../etc/passwd, 404, there is nothing at",
        "GET, /bundles/i1-1/archive?phase=2, 404, no archive of phase 2",
        "GET, /bundles/i2-2/archive?phase=2, 404, 'no archive of phase 2, but more is being added'",
        "GET, /bundles/i1-1/archive?phase=0, 400, phase expects a number from 1 to 3",
        "GET, /bundles/i1-1/archive?name=x, 400, unknown parameter",
        "GET, /bundles?limit=0, 400, limit expects a number from 1 to 1000",
        "DELETE, /bundles/i2-2, 409, more is being added",
        "PUT, /bundles/i1-1, 405, 'allows GET, HEAD, DELETE'",
    })
    void mistakesAreNamed(String method, String target, int status, String detail) throws IOException {
        Answer answer = call(method, target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(TestApi.object(answer).get("detail").toString()).contains(detail);
        assertThat(answer.head()).doesNotContain("Content-disposition");
    }

    @Test
    void aPinKeepsOneFromBeingRemoved() throws IOException {
        assertThat(TestApi.object(call("POST", "/bundles/i1-1/pin"))).containsEntry("pinned", true);
        assertThat(call("DELETE", "/bundles/i1-1").status()).isEqualTo(409);
        assertThat(TestApi.object(call("POST", "/bundles/i1-1/unpin"))).containsEntry("pinned", false);
        assertThat(TestApi.object(call("DELETE", "/bundles/i1-1"))).containsEntry("id", "i1-1");
        assertThat(call("GET", "/bundles/i1-1").status()).isEqualTo(404);
    }
}
