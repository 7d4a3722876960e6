package dev.linnix.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.metrics.AlertCounts.RuleCount;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Are alerts counted by rule, and within bounds? */
class AlertCountsTest {
    private static final long FIRED_NS = TestAlerts.alert("a", "").firedNs();

    private final List<Alert> passedOn = new ArrayList<>();
    private final AlertListener next = new AlertListener() {
        @Override
        public void onAlert(Alert alert) {
            passedOn.add(alert);
        }

        @Override
        public void onIncident(Incident incident) {}
    };
    private long now = FIRED_NS;
    private final AlertCounts counts = new AlertCounts(next, () -> now);

    private static Alert alert(String rule) {
        Alert made = TestAlerts.alert("a", "message");
        return new Alert(
                made.id(),
                made.incidentId(),
                rule,
                made.detector(),
                Severity.LOW,
                made.state(),
                made.firedNs(),
                made.changedNs(),
                made.subject(),
                made.blame(),
                made.value(),
                made.peak(),
                made.threshold(),
                made.unit(),
                made.windowNs(),
                made.lowerBound(),
                made.message(),
                made.silence());
    }

    private void fire(String rule) {
        counts.onAlert(alert(rule));
    }

    private void end(String rule, AlertState state) {
        counts.onAlert(alert(rule).withState(state, now));
    }

    @Test
    void firingRisesAndFallsTheCountOnlyRises() {
        fire("leak");
        fire("leak");
        fire("storm");
        end("leak", AlertState.RESOLVED);
        end("storm", AlertState.WITHDRAWN);
        assertThat(counts.copy().rules())
                .containsExactlyInAnyOrder(
                        new RuleCount("leak", Severity.LOW, 2, 1), new RuleCount("storm", Severity.LOW, 1, 0));
        assertThat(counts.copy().emitted()).isEqualTo(3);
    }

    @Test
    void everyChangeIsPassedOn() {
        fire("leak");
        end("leak", AlertState.RESOLVED);
        assertThat(passedOn).extracting(Alert::state).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
    }

    @Test
    void aNewRuleTakesThePlaceOfTheOneThatHasBeenQuietForLongest() {
        fire("firing");
        for (int i = 1; i < AlertCounts.MOST_RULES; i++) {
            fire("rule" + i);
            end("rule" + i, AlertState.RESOLVED);
        }
        // Heard of again, so that rule2 is the one that has been quiet for longest.
        fire("rule1");
        assertThat(counts.copy().evicted()).isZero();
        fire("one more");
        List<RuleCount> rules = counts.copy().rules();
        assertThat(rules)
                .hasSize(AlertCounts.MOST_RULES)
                .extracting(RuleCount::rule)
                .contains("firing", "rule1", "rule3", "one more")
                .doesNotContain("rule2");
        assertThat(counts.copy().evicted()).isEqualTo(1);
    }

    @Test
    void whatFiresIsNeverForgotten() {
        for (int i = 0; i < AlertCounts.MOST_RULES; i++) fire("rule" + i);
        fire("one too many");
        end("one too many", AlertState.RESOLVED);
        assertThat(counts.copy().rules())
                .hasSize(AlertCounts.MOST_RULES)
                .allMatch(rule -> rule.firing() == 1)
                .extracting(RuleCount::rule)
                .doesNotContain("one too many");
        assertThat(counts.copy().evicted()).isEqualTo(1);
        assertThat(counts.copy().emitted()).isEqualTo(AlertCounts.MOST_RULES + 1);
    }

    @Test
    void aLongNameIsCutBetweenCharacters() {
        fire("x".repeat(AlertCounts.LONGEST_NAME - 1) + "\uD83D\uDD25");
        assertThat(counts.copy().rules().getFirst().rule()).isEqualTo("x".repeat(AlertCounts.LONGEST_NAME - 1));
    }

    @Test
    void theTimeToLeaveTheEngineIsCountedOnceForEachFiring() {
        now = FIRED_NS + 3_000_000;
        fire("leak");
        now = FIRED_NS + 60_000_000_000L;
        fire("leak");
        end("leak", AlertState.RESOLVED);
        LatencyHistogram.Copy latency = counts.copy().latency();
        assertThat(latency.counts()).containsExactly(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(latency.bounds()[2]).isEqualTo(0.005);
        assertThat(latency.sum()).isEqualTo(60.003);
    }
}
