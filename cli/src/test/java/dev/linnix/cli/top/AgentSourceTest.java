package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.cli.http.AgentHttp;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Is what an agent answers understood, whatever it answers? */
class AgentSourceTest {
    private FakeApi agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeApi();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private Sample fetch(String token) throws IOException {
        return new AgentSource(new AgentHttp(agent.address(), token)).fetch();
    }

    @Test
    void aSampleHasWhatTheAgentSays() throws IOException {
        Sample sample = fetch(null);
        assertThat(sample.ready().ready()).isTrue();
        assertThat(sample.status().host()).isEqualTo("devbox");
        assertThat(sample.host()).isNotNull();
        assertThat(sample.host().loadAvg()).containsExactly(1.5, 1.0, 0.5);
        assertThat(sample.processes()).singleElement().satisfies(process -> {
            assertThat(process.comm()).isEqualTo("init");
            assertThat(process.subtreeForksPerSec()).isEqualTo(3.5);
            assertThat(process.fds()).isNull();
            assertThat(process.args()).isEmpty();
        });
        assertThat(sample.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.alerts().getFirst().offender().pid()).isEqualTo(77);
            assertThat(incident.alerts().getFirst().offender().path()).isEmpty();
        });
    }

    @Test
    void anAgentThatIsNotReadyIsAnswerEnough() throws IOException {
        agent.answer("/readyz", 503, "{\"ready\":false,\"reason\":\"no BTF\"}");
        assertThat(fetch(null).ready().reason()).isEqualTo("no BTF");
    }

    @Test
    void anAgentWithoutPressureIsOneWithoutPressure() throws IOException {
        agent.answer("/system", 404, "{\"error\":\"not found\"}");
        assertThat(fetch(null).host()).isNull();
    }

    @Test
    void theTokenIsSentAndItsAbsenceExplained() throws IOException {
        agent.token = "secret";
        assertThat(fetch("secret").status().host()).isEqualTo("devbox");
        assertThatThrownBy(() -> fetch(null)).hasMessageContaining("wants a token", "--token-file");
        assertThatThrownBy(() -> fetch("wrong")).hasMessageContaining("wants a different token");
    }

    @Test
    void errorsAreOneSentence() {
        agent.answer("/status", 500, "oops");
        assertThatThrownBy(() -> fetch(null))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("/status answered 500");
        agent.answer("/status", 200, "{\"host\":");
        assertThatThrownBy(() -> fetch(null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not the expected JSON");
        agent.answer("/status", 200, "<html>");
        assertThatThrownBy(() -> fetch(null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not the expected JSON");
        agent.answer("/status", 404, "");
        assertThatThrownBy(() -> fetch(null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not known there");
    }

    @Test
    void aRedirectIsNotFollowedWithTheToken() {
        agent.redirect("/readyz", "http://127.0.0.1:1/readyz");
        assertThatThrownBy(() -> fetch("secret"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 302");
    }

    @Test
    void nobodyThereIsAFailedReading() {
        agent.close();
        Reading reading = Poller.ask(new AgentSource(new AgentHttp(agent.address(), null)));
        assertThat(reading.sample()).isNull();
        assertThat(reading.failure()).contains("refused");
    }
}
