package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Is a request that waits when the agent stops an ordinary end? */
class StoppingTest {
    @Test
    void aRequestThatWaitsWhenTheAgentStopsIsNoFailureOfOurs() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Route route = Route.get("/wait", "Waits.").text().answer(request -> {
            waits.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        // The clock is read when the answer, whatever it is, is about to be sent.
        WriteDeadlines deadlines = new WriteDeadlines(() -> {
            answered.countDown();
            return 0;
        });
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ApiServer server = new ApiServer(
                any,
                new Router().add(route),
                new Access(true, null, "token", Set.of()),
                deadlines,
                new BodyBudget(1 << 20),
                "--listen");
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            client.getOutputStream()
                    .write("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();
            server.close();
            assertThat(answered.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(server.failures()).isZero();
    }
}
