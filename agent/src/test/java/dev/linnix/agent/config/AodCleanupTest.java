package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.config.AodCleanup.Keys;
import dev.linnix.agent.config.AodCleanup.Meaning;
import dev.linnix.agent.space.Slices;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the keys of AODv2 about its output mean here what they were documented to mean? */
class AodCleanupTest {
    private static final long RECORDER = 64 << 20;

    private static OptionalDouble of(double value) {
        return OptionalDouble.of(value);
    }

    private static Meaning size(double mb) {
        return AodCleanup.of(
                new Keys(OptionalDouble.empty(), OptionalDouble.empty(), of(mb), Optional.empty(), Optional.empty()),
                RECORDER,
                true);
    }

    private static long budget(Meaning meaning) {
        return Long.parseLong(meaning.settings().get("space.budget"));
    }

    @Test
    void whatIsNotThereIsWhatHeldThere() {
        Meaning meaning = AodCleanup.of(
                new Keys(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty()),
                RECORDER,
                true);
        assertThat(meaning.errors()).isEmpty();
        assertThat(meaning.warnings()).isEmpty();
        assertThat(meaning.settings()).containsOnlyKeys("space.max_age", "space.budget");
        assertThat(meaning.settings()).containsEntry("space.max_age", "2");
        assertThat(Slices.of(budget(meaning), RECORDER, 1, true).bundles()).isEqualTo(200L << 20);
    }

    @Test
    void theFileThatWasShippedIsUnderstood() {
        Meaning meaning = AodCleanup.of(
                new Keys(of(60), of(2), of(0.5), Optional.of("/var/log/aod"), Optional.empty()), RECORDER, true);
        assertThat(meaning.errors()).isEmpty();
        assertThat(meaning.settings())
                .containsEntry("state.dir", "/var/log/aod")
                .containsEntry("space.max_age", "2");
        assertThat(Slices.of(budget(meaning), RECORDER, 1, true).bundles()).isEqualTo(Slices.LEAST_FOR_BUNDLES);
        assertThat(meaning.warnings())
                .containsExactly("cleanup.max_total_log_size_mb: 1 is used, the least there can be, since what is being"
                        + " made counts here as well; found 0.5");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 10, 128, 200, 1000, 100_000, 1e12})
    void allBundlesTogetherMayHaveThatSizeExactly(double mb) {
        long bundles = Slices.of(budget(size(mb)), RECORDER, 1, true).bundles();
        assertThat(bundles).isBetween((long) Math.min(mb * (1 << 20), 1L << 49), (long) (mb * (1 << 20)) + 2);
    }

    @Test
    void whatTheSettingsBecomeIsAcceptedByThem() throws Exception {
        for (double mb : new double[] {0.001, 0.5, 7, 1e15}) {
            Schema.SPACE_BUDGET.type().readText(size(mb).settings().get("space.budget"));
        }
        for (double days : new double[] {0.0001, 0.5, 2, 1e9}) {
            Meaning meaning = AodCleanup.of(
                    new Keys(
                            OptionalDouble.empty(),
                            of(days),
                            OptionalDouble.empty(),
                            Optional.empty(),
                            Optional.empty()),
                    0,
                    false);
            Schema.SPACE_MAX_AGE.type().readText(meaning.settings().get("space.max_age"));
            assertThat(meaning.warnings()).hasSize(days > 0.01 && days < 3650 ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatCannotBeMeantIsAnError(double value) {
        Meaning meaning = AodCleanup.of(
                new Keys(of(value), of(value), of(value), Optional.empty(), Optional.empty()), RECORDER, true);
        assertThat(meaning.errors()).hasSize(3).allMatch(error -> error.contains("expected a number above 0, found"));
        assertThat(meaning.settings()).isEmpty();
    }

    @Test
    void whatMeansSomethingElseIsSaid() {
        Meaning meaning = AodCleanup.of(
                new Keys(of(1), of(2), of(200), Optional.of("/data"), Optional.of("/var/log/aod")), RECORDER, true);
        assertThat(meaning.settings()).containsEntry("state.dir", "/data");
        assertThat(meaning.warnings())
                .containsExactlyInAnyOrder(
                        "cleanup.cleanup_interval_sec: sizes are kept at every moment, and ages are looked at every 60 s,"
                                + " not every 1",
                        "cleanup.aod_output_dir: has no effect here, /var/log/aod is not looked at: what is kept and what is"
                                + " cleaned up are in one directory, aod_output_dir");
    }
}
