package dev.linnix.agent.evidence.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Is the collector reference in {@code docs} the one the collectors give? */
final class CollectorReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "collectors.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        assertThat(FILE)
                .as("docs/collectors.md is out of date; write it anew with the main class "
                        + CollectorReference.class.getName())
                .content()
                .isEqualTo(CollectorReference.page(Collectors.with(List.of()).all()));
    }
}
