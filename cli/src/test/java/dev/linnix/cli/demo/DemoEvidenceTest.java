package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Are the bundles of a demo's incidents taken over, and no others, in the order in which they are to be read? */
class DemoEvidenceTest {
    private static final String ONE = "incident-20260131T120000Z-fork_storm-i5-1";
    private static final String TWO = "incident-20260131T120100Z-fd_leak-i5-2";
    private static final String OTHER = "incident-20260131T120030Z-cpu_spike-i5-11";

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void archivesAreTakenOverByBundleAndPhase() throws Exception {
        Path bundles = Files.createDirectories(directory.resolve("state/bundles"));
        Path to = Files.createDirectories(directory.resolve("to"));
        for (String bundle : List.of(TWO, OTHER, ONE)) {
            for (String ending : List.of(".3.tar.zst", ".tar.zst", ".2.tar.zst", ".cause")) {
                Files.createFile(bundles.resolve(bundle + ending));
            }
        }
        DemoEvidence evidence = new DemoEvidence(directory.resolve("state"), to);
        evidence.awaitCollected("i5-2");
        evidence.awaitCollected("i5-1");
        assertThat(evidence.finish())
                .allMatch(Files::isRegularFile)
                .extracting(archive -> archive.getFileName().toString())
                .containsExactly(
                        ONE + ".tar.zst",
                        ONE + ".2.tar.zst",
                        ONE + ".3.tar.zst",
                        TWO + ".tar.zst",
                        TWO + ".2.tar.zst",
                        TWO + ".3.tar.zst");
    }
}
