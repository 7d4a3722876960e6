package dev.linnix.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.detect.DetectorTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Is the rule reference in {@code docs} the one the detectors give? */
class RulePageTest {
    @Test
    void thePageIsUpToDate() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "rules.md")))
                .as("docs/rules.md is out of date; write it anew with: ./linnix rules explain > docs/rules.md")
                .isEqualTo(RuleReference.page(DetectorTypes.load()));
    }
}
