package dev.linnix.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.config.ConfigException;
import dev.linnix.agent.config.TextFile;
import dev.linnix.agent.evidence.collect.Collectors;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is a reload all or nothing? */
class RulesFileTest {
    private static final String GOOD =
            "- name: %s\n  detector: fork_burst\n  threshold: 50\n  window_seconds: 5\n  severity: high\n";

    @TempDir
    Path dir;

    private final List<RuleSet> inForce = new ArrayList<>();

    private RulesFile file(String text) throws IOException {
        Path path = dir.resolve("rules.yaml");
        Files.writeString(path, text);
        return new RulesFile(path, new RuleParser(DetectorTypes.load()), java.time.InstantSource.system());
    }

    private void replace(String text) throws IOException {
        Path fresh = Files.writeString(dir.resolve("fresh"), text);
        Files.move(fresh, dir.resolve("rules.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void poll(RulesFile rules, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) rules.poll(inForce::add);
    }

    @Test
    void theShippedRulesLoad() throws ConfigException {
        RulesFile rules = new RulesFile(null, new RuleParser(DetectorTypes.load()), java.time.InstantSource.system());
        assertThat(rules.load().rules()).isNotEmpty();
        assertThat(rules.status().file()).isEqualTo(RulesFile.BUILT_IN);
        assertThat(rules.status().problems()).isEmpty();
    }

    @Test
    void aBadFileAtTheStartNamesEveryProblem() throws IOException {
        RulesFile rules = file("- name: a\n  detector: fork_brust\n- name: b\n  detector: fork_burst\n");
        assertThatThrownBy(rules::load).isInstanceOfSatisfying(ConfigException.class, e -> {
            assertThat(e.problems()).hasSizeGreaterThan(1);
            assertThat(e.problems().getFirst()).contains("rules.yaml:2:").contains("fork_burst");
        });
    }

    @Test
    void aMissingFileIsSaid() {
        RulesFile rules =
                new RulesFile(dir.resolve("none"), new RuleParser(List.of()), java.time.InstantSource.system());
        assertThatThrownBy(rules::load).hasMessageContaining("there is no such rules file");
    }

    @Test
    void nothingHappensWhileNothingChanges() throws Exception {
        RulesFile rules = file(GOOD.formatted("a"));
        rules.load();
        poll(rules, 5);
        assertThat(inForce).isEmpty();
    }

    @Test
    void aChangeIsTakenUpOnceItStandsStill() throws Exception {
        RulesFile rules = file(GOOD.formatted("a"));
        rules.load();
        replace(GOOD.formatted("b") + GOOD.formatted("c"));
        poll(rules, 1);
        assertThat(inForce).isEmpty();
        poll(rules, 3);
        assertThat(inForce).hasSize(1);
        assertThat(inForce.getFirst().rules()).extracting("name").containsExactly("b", "c");
        assertThat(rules.status().reloads()).isEqualTo(1);
        assertThat(rules.status().active()).isEqualTo(2);
    }

    @Test
    void aBadChangeChangesNothingAndIsShown() throws Exception {
        RulesFile rules = file(GOOD.formatted("a"));
        rules.load();
        replace(GOOD.formatted("b") + "- name: c\n  detector: nonsense\n");
        poll(rules, 3);
        assertThat(inForce).isEmpty();
        assertThat(rules.status().lastRejected()).isTrue();
        assertThat(rules.status().active()).isEqualTo(1);
        assertThat(rules.status().problems()).anyMatch(problem -> problem.contains("nonsense"));
        replace(GOOD.formatted("d"));
        poll(rules, 3);
        assertThat(inForce).hasSize(1);
        assertThat(rules.status().lastRejected()).isFalse();
        assertThat(rules.status().problems()).isEmpty();
    }

    @Test
    void aFileThatGoesChangesNothingUntilItIsBack() throws Exception {
        RulesFile rules = file(GOOD.formatted("a"));
        rules.load();
        Files.delete(dir.resolve("rules.yaml"));
        poll(rules, 3);
        assertThat(rules.status().lastRejected()).isFalse();
        replace(GOOD.formatted("b"));
        poll(rules, 3);
        assertThat(inForce).hasSize(1);
    }

    private RulesFile withImported(String text, String imported) throws IOException {
        Path path = Files.writeString(dir.resolve("rules.yaml"), text);
        return new RulesFile(
                path,
                new RuleSet.Source("/etc/aod/config.yaml", imported),
                new RuleParser(DetectorTypes.load()),
                java.time.InstantSource.system());
    }

    @Test
    void importedRulesAreInForceBesideThoseOfTheFileWhateverBecomesOfIt() throws Exception {
        RulesFile rules = withImported(GOOD.formatted("a"), GOOD.formatted("slow") + "  actions: [mounts]\n");
        RuleSet loaded = rules.load();
        assertThat(loaded.rules()).extracting("name").containsExactly("a", "slow");
        assertThat(loaded.actions("slow")).containsExactly("mounts");
        assertThat(rules.status().active()).isEqualTo(2);
        assertThat(rules.status().imported()).isEqualTo("/etc/aod/config.yaml");
        // A recording carries the rules as one text.
        assertThat(new RuleParser(DetectorTypes.load())
                        .parse(loaded.source().name(), loaded.source().text())
                        .rules())
                .isEqualTo(loaded);
        replace(GOOD.formatted("b"));
        poll(rules, 3);
        assertThat(inForce.getFirst().rules()).extracting("name").containsExactly("b", "slow");
    }

    @Test
    void twoRulesOfOneNameCannotBeInForceTogether() throws Exception {
        RulesFile clash = withImported(GOOD.formatted("slow"), GOOD.formatted("slow"));
        String message = "/etc/aod/config.yaml: rule slow is in " + dir.resolve("rules.yaml")
                + " too; expected it in one of them";
        assertThatThrownBy(clash::load).hasMessage(message);
        RulesFile rules = withImported(GOOD.formatted("a"), GOOD.formatted("slow"));
        rules.load();
        replace(GOOD.formatted("slow"));
        poll(rules, 3);
        assertThat(inForce).isEmpty();
        assertThat(rules.status().problems()).containsExactly(message);
    }

    @Test
    void whatActionsMeanNothingIsToldAtEachReload() throws Exception {
        RulesFile rules = file(GOOD.formatted("a") + "  actions: [journal]\n");
        rules.load();
        rules.check(Collectors.with(List.of())::problems);
        assertThat(rules.status().problems())
                .containsExactly(
                        dir.resolve("rules.yaml") + ": warning: rule a: actions: there is no collector and no set"
                                + " called \"journal\", so it has no effect; did you mean \"journalctl\"?");
        replace(GOOD.formatted("b"));
        poll(rules, 3);
        assertThat(rules.status().problems()).isEmpty();
        List<Integer> told = new ArrayList<>();
        rules.tell((file, sha256, accepted, problems) -> told.add(problems));
        replace(GOOD.formatted("c") + "  actions: [defualt, dmesg]\n");
        poll(rules, 3);
        assertThat(rules.status().lastRejected()).isFalse();
        assertThat(rules.status().problems()).singleElement().asString().endsWith("did you mean \"default\"?");
        assertThat(told).containsExactly(0, 1);
    }

    @Test
    void aReloadThatIsAskedForReadsAnUnchangedFile() throws Exception {
        RulesFile rules = file(GOOD.formatted("a"));
        rules.load();
        rules.requestReload();
        poll(rules, 3);
        assertThat(inForce).hasSize(1);
    }

    @Test
    void eachTimeThatRulesAreReadIsToldWithWhatWasRead() throws Exception {
        String good = GOOD.formatted("a");
        RulesFile rules = file(good);
        rules.load();
        List<String> told = new ArrayList<>();
        rules.tell((file, sha256, accepted, problems) -> told.add(sha256 + " " + accepted + " " + problems));
        replace("- nonsense\n");
        poll(rules, 2);
        replace(GOOD.formatted("b"));
        poll(rules, 2);
        assertThat(told)
                .containsExactly(
                        TextFile.sha256(good) + " true 0",
                        TextFile.sha256("- nonsense\n") + " false 1",
                        TextFile.sha256(GOOD.formatted("b")) + " true 0");
    }
}
