package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.table.HostState;
import example.ManyThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Does the detector that the guide for contributors shows compile and run as it is shown? */
class GuideTest {
    @Test
    void theGuideShowsTheSource() throws Exception {
        String source = Files.readString(Path.of("src/test/java/example/ManyThreads.java"));
        assertThat(Files.readString(Path.of("../CONTRIBUTING.md"))).contains("```java\n" + source + "```");
    }

    @Test
    void theExampleLooksAtAHost() {
        HostState host = new HostState(new HostFacts(2, 1L << 30, 4096, 0, 0));
        Detector detector = new ManyThreads().create(rule("many_threads", "threshold", 5L), host);
        detector.evaluate(host, Detector.Moment.SNAPSHOT, (subject, finding) -> {
            throw new AssertionError("an empty host has no process with threads");
        });
        assertThat(detector.level(host, null)).isZero();
    }
}
