package dev.linnix.agent.evidence.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Collector.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Are collectors found, and selected by name and by set? */
final class CollectorsTest {
    private final Collectors collectors = Collectors.with(
            List.of(new CustomCollector("mine", List.of("true"), Duration.ofSeconds(1), 1, Stage.FIRST)));

    private List<String> select(String... actions) {
        return collectors.select(List.of(actions)).stream().map(Collector::name).toList();
    }

    @Test
    void allOfThemAreFound() {
        assertThat(collectors.all().stream().map(Collector::name))
                .contains(
                        "dmesg",
                        "journalctl",
                        "syslogs",
                        "mounts",
                        "debugdata",
                        "stats",
                        "smbinfo",
                        "tree",
                        "offender",
                        "cgroup",
                        "pressure",
                        "meminfo",
                        "disk",
                        "net",
                        "top",
                        "mine")
                .doesNotHaveDuplicates();
        assertThat(collectors.sets()).contains("default", "memory", "smb");
    }

    @Test
    void namesAndSetsSelect() {
        assertThat(select("dmesg", "mine")).containsExactly("dmesg", "mine");
        assertThat(select("smb"))
                .contains("dmesg", "journalctl", "syslogs", "mounts", "debugdata", "stats", "smbinfo")
                .doesNotContain("mine");
        assertThat(select("default", "default", "dmesg"))
                .contains("offender", "tree")
                .doesNotContain("stats", "mine")
                .doesNotHaveDuplicates();
        assertThat(select("none")).isEmpty();
        assertThat(collectors.unknown(List.of("dmesg", "smb", "none", "nonsense")))
                .containsExactly("nonsense");
    }

    @Test
    void everyFactIsSaid() {
        assertThat(collectors.all()).allSatisfy(collector -> {
            assertThat(collector.name()).matches("[a-z][a-z0-9_]*");
            assertThat(collector.summary()).endsWith(".");
            assertThat(collector.timeout()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(15));
            assertThat(collector.mostBytes()).isBetween(1L, 16L << 20);
        });
    }

    @Test
    void namesAreUnique() {
        Collector dmesg = new DmesgCollector();
        assertThatThrownBy(() -> Collectors.of(List.of(dmesg, dmesg))).hasMessageContaining("dmesg exists twice");
        for (String name : new String[] {"default", "none"}) {
            Collector bad = new CustomCollector(name, List.of("true"), Duration.ofSeconds(1), 1, Stage.FIRST);
            assertThatThrownBy(() -> Collectors.of(List.of(dmesg, bad))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
