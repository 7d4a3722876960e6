package dev.linnix.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.recording.RulesTrial.Nearness;
import dev.linnix.recording.RulesTrial.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a trial tell what fires under other rules, what no longer does, and how near the rest came? */
class RulesTrialTest {
    @TempDir
    Path directory;

    private static List<String> rules(List<Firing> firings) {
        return firings.stream().map(firing -> firing.alert().rule()).toList();
    }

    private Outcome trial(String from, String to) throws Exception {
        return RulesTrial.run(Story.tell(directory).files, Tape.parse(Story.RULES.replace(from, to)));
    }

    @Test
    void theSameRulesSayTheSame() throws Exception {
        Outcome outcome = trial("", "");
        assertThat(outcome.added()).isEmpty();
        assertThat(outcome.gone()).isEmpty();
        assertThat(outcome.kept()).hasSizeGreaterThanOrEqualTo(3).allMatch(pair -> pair.shiftNs() == 0);
        assertThat(outcome.silent()).extracting(near -> near.rule().name()).containsExactly("stalled");
    }

    @Test
    void aHigherThresholdIsQuietAndTheTrialTellsHowNearItCame() throws Exception {
        Outcome outcome = trial("threshold: 20", "threshold: 50");
        assertThat(rules(outcome.gone())).containsOnly("storm").isNotEmpty();
        assertThat(outcome.added()).isEmpty();
        Nearness near = outcome.silent().getFirst();
        assertThat(near.rule().name()).isEqualTo("storm");
        assertThat(near.unknown()).isNull();
        // 30 births of the 50 in either burst, both within 5 s
        assertThat(near.nearest().percent()).isBetween(58, 64);
        assertThat(near.nearest().unit()).isEqualTo("forks");
        assertThat(near.nearest().named().comm()).isEqualTo("app");
        assertThat(near.nearest().time())
                .isBetween(outcome.tried().first(), outcome.tried().last());
    }

    @Test
    void aLowerThresholdFiresMoreAndSooner() throws Exception {
        Outcome outcome = trial("threshold: 20", "threshold: 10");
        assertThat(rules(outcome.added())).containsOnly("storm");
        assertThat(outcome.gone()).isEmpty();
        assertThat(outcome.kept())
                .filteredOn(pair -> pair.recorded().alert().rule().equals("storm"))
                .isNotEmpty()
                .allMatch(pair -> pair.shiftNs() < 0);
    }

    @Test
    void aRuleThatCannotSeeSaysSo() throws Exception {
        Nearness near = trial("", "").silent().getFirst();
        assertThat(near.nearest()).isNull();
        assertThat(near.unknown()).isNotBlank();
    }

    @Test
    void whatFiredBeforeTheRecordingBeganIsNotNew() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        Proc busy = tape.world.spawn(tape.world.init, "/opt/busy", "busy");
        busy.busy = 0.9;
        tape.world.pass(8000);
        assertThat(tape.world.onlyFired().rule()).isEqualTo("spike");
        tape.world.tape.clear();
        tape.cut();
        Story.pass(tape, 8);
        tape.close();
        Outcome outcome = RulesTrial.run(tape.files, Tape.parse(Story.RULES));
        assertThat(outcome.added()).isEmpty();
        assertThat(outcome.gone()).isEmpty();
        assertThat(outcome.kept()).singleElement().matches(pair -> pair.shiftNs() > 0);
    }

    @Test
    void aRuleOfAnotherNameIsAnotherAlert() throws Exception {
        Outcome outcome = trial("name: spike", "name: cpu");
        assertThat(rules(outcome.added())).containsExactly("cpu");
        assertThat(rules(outcome.gone())).containsExactly("spike");
    }
}
