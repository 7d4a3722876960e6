package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Is a fault judged caught exactly when its rule fired and blamed the right process? */
class JudgeTest {
    private static final long ROOT = 100;
    private static final long CHILD = 101;
    private static final long STRANGER = 7;

    private final Judge judge = new Judge(Scenario.CPU_SPIKE, Set.of("cpu_spike"), new Suspect() {
        @Override
        public long pid() {
            return ROOT;
        }

        @Override
        public String command() {
            return "spin";
        }

        @Override
        public boolean contains(long pid) {
            return pid == ROOT || pid == CHILD;
        }
    });

    @Test
    void theRootIsGuiltyWhateverItsShare() {
        assertThat(judge.hear(alert("cpu_spike", ROOT, 0.1))).isTrue();
        assertThat(judge.verdict(2).detected()).isTrue();
    }

    @Test
    void aDescendantIsGuiltyFromHalfOn() {
        assertThat(judge.hear(alert("cpu_spike", CHILD, 0.5))).isTrue();
    }

    @Test
    void aDescendantBelowHalfIsNot() {
        assertThat(judge.hear(alert("cpu_spike", CHILD, 0.49))).isFalse();
        assertThat(judge.verdict(2).detected()).isFalse();
    }

    @Test
    void aStrangerIsNotAndIsRememberedAsTheWrongOne() {
        AlertSeen wrong = alert("cpu_spike", STRANGER, 1);
        assertThat(judge.hear(wrong)).isFalse();
        Verdict verdict = judge.verdict(30);
        assertThat(verdict.detected()).isFalse();
        assertThat(verdict.alert()).isEqualTo(wrong);
        assertThat(verdict.also()).isEmpty();
    }

    @Test
    void theSameRuleAboutAnotherTreeIsOnlyAlsoSeen() {
        AlertSeen about = alert("cpu_spike", STRANGER, 1);
        AlertSeen other = about(about, (int) STRANGER);
        assertThat(judge.hear(other)).isFalse();
        assertThat(judge.verdict(30).alert()).isNull();
        assertThat(judge.verdict(30).also()).containsExactly(other);
        AlertSeen wrong = about(about, (int) CHILD);
        assertThat(judge.hear(wrong)).isFalse();
        assertThat(judge.verdict(30).alert()).isEqualTo(wrong);
    }

    private static AlertSeen about(AlertSeen alert, int pid) {
        var subject = new AlertSeen.Subject(new AlertSeen.Root(pid));
        return new AlertSeen(
                alert.id(),
                alert.incidentId(),
                alert.rule(),
                alert.state(),
                alert.time(),
                alert.message(),
                subject,
                alert.offender());
    }

    @Test
    void theRightOneAfterAWrongOneStillCounts() {
        judge.hear(alert("cpu_spike", STRANGER, 1));
        AlertSeen right = alert("cpu_spike", ROOT, 1);
        assertThat(judge.hear(right)).isTrue();
        assertThat(judge.verdict(3).alert()).isEqualTo(right);
    }

    @Test
    void nobodyBlamedIsNotEnough() {
        AlertSeen nobody = new AlertSeen("a", "i1", "cpu_spike", "firing", "t", "m", null, null);
        assertThat(judge.hear(nobody)).isFalse();
        assertThat(judge.verdict(30).alert()).isEqualTo(nobody);
    }

    @Test
    void anotherRuleIsOnlyAlsoSeenEvenAboutTheRoot() {
        AlertSeen other = alert("fork_storm", ROOT, 1);
        assertThat(judge.hear(other)).isFalse();
        Verdict verdict = judge.verdict(30);
        assertThat(verdict.alert()).isNull();
        assertThat(verdict.also()).containsExactly(other);
    }

    @Test
    void withNothingInjectedNothingIsDetected() {
        Judge control = new Judge(Scenario.CPU_SPIKE, Set.of("cpu_spike"), null);
        assertThat(control.hear(alert("cpu_spike", STRANGER, 1))).isFalse();
        Verdict verdict = control.verdict(10);
        assertThat(verdict.detected()).isFalse();
        assertThat(verdict.injectedPid()).isNull();
        assertThat(verdict.also()).hasSize(1);
    }

    static AlertSeen alert(String rule, long pid, double share) {
        var offender = new AlertSeen.Offender((int) pid, "x", "/bin/x", List.of("x"), share);
        return new AlertSeen(
                "id-" + rule + pid, "i1", rule, "firing", "2026-01-01T00:00:00Z", "message", null, offender);
    }
}
