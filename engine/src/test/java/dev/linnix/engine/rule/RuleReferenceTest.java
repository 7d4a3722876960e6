package dev.linnix.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Does the page say what the loader does? */
class RuleReferenceTest {
    private static final String PAGE = RuleReference.page(FakeTypes.ALL);

    @Test
    void everyDetectorAndParameterIsThere() {
        FakeTypes.ALL.forEach(type -> {
            assertThat(PAGE).contains("\n## " + type.name() + "\n\n" + type.summary() + "\n");
            type.parameters().forEach(spec -> assertThat(PAGE).contains("| `" + spec.name() + "` |"));
        });
    }

    @Test
    void aRowGivesRangeUnitAndDefault() {
        assertThat(PAGE)
                .contains("| `max_exec_duration_ms` | a whole number from 1 to 60000 | ms | `1000` |")
                .contains("| `exhaustion_seconds` | a number from 1 to 3600 | s | none |")
                .contains("| `scope` | host or subtree |  | `host` |")
                .contains("| `duration` | a number from 1 to 60 | s | required |")
                .contains("| `cooldown` | a whole number from 0 to 31536000 | s | `60` |");
    }

    @Test
    void theOrderOfTheDetectorsDoesNotMatter() {
        assertThat(RuleReference.page(List.copyOf(FakeTypes.ALL.reversed()))).isEqualTo(PAGE);
    }
}
