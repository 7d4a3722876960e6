package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.Terminal;
import java.time.Duration;
import java.util.List;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is text as wide as it is said to be, and are numbers short and right? */
class CellsTest {
    @ParameterizedTest
    @CsvSource({"abc, 3", "日本, 4", "e\u0301, 1", "😀, 2", "'', 0", "─, 1", "▁, 1"})
    void widthIsThatOfATerminal(String text, int columns) {
        assertThat(Cells.width(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 4, abc…", "日本語, 5, 日本…", "日本語, 4, 日…", "日本語, 1, …", "abc, 0, ''"})
    void whatIsTooLongIsCutWithinItsColumns(String text, int columns, String expected) {
        assertThat(Cells.cut(text, columns)).isEqualTo(expected);
        assertThat(Cells.width(Cells.left(text, columns))).isEqualTo(columns);
        assertThat(Cells.width(Cells.right(text, columns))).isEqualTo(columns);
    }

    @Test
    void whatIsNotVisibleIsShownAsEverywhereElse() {
        for (String text : List.of("a\u202eb", "\033[31m", "a\u0085", "\ue000", "\ud83d", "\u2028", "日本 e\u0301")) {
            assertThat(Cells.clean(text)).isEqualTo(Terminal.safe(text));
            assertThat(Cells.clean(text).codePoints()).allMatch(c -> WCWidth.wcwidth(c) >= 0);
        }
        assertThat(Cells.clean("a\u202eb")).isEqualTo("a\\xe2\\x80\\xaeb");
        assertThat(Cells.clean(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 4, …def", "日本語, 4, …語", "abc, 3, abc"})
    void aPathKeepsItsEnd(String text, int columns, String expected) {
        assertThat(Cells.cutHead(text, columns)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0B", "999, 999B", "1000, 1.0K", "10485760, 10M", "1048575, 1.0M", "5e9, 4.7G", "NaN, -"})
    void bytesAreShort(double bytes, String expected) {
        assertThat(Format.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.83, 0.8", "41.25, 41.3", "99.96, 100", "812.4, 812", "300, 300", "NaN, -"})
    void numbersHaveOneDecimalWhereItCounts(double number, String expected) {
        assertThat(Format.number(number)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "60, 1m00s", "3599, 59m59s", "11520, 3h12m", "90000, 1d01h", "-5, 0s"})
    void durationsHaveTwoUnits(long seconds, String expected) {
        assertThat(Format.duration(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @Test
    void barsRiseWithTheirValueAndNoiseStaysLow() {
        double[] rising = {Double.NaN, 0, 50, 100};
        double full = Sparkline.full(Resource.CPU, List.of(rising, new double[] {4}));
        assertThat(Sparkline.of(rising, full)).isEqualTo(" ▁▅█");
        assertThat(Sparkline.scale(Resource.CPU, full)).isEqualTo("█=100");
        double[] noise = {1, 1.5};
        assertThat(Sparkline.of(noise, Sparkline.full(Resource.CPU, List.of(noise))))
                .isEqualTo("▁▁");
    }

    @ParameterizedTest
    @CsvSource({
        "forks_per_sec, forks/s, FORKS",
        "fork_burst, forks, FORKS",
        "runaway_tree, forks, FORKS",
        "short_job_flood, jobs, FORKS",
        "exec_rate, execs, FORKS",
        "subtree_rss_mb, MB, MEMORY",
        "memory_growth, MB, MEMORY",
        "system_psi_memory, %, MEMORY",
        "fd_exhaustion, %, FDS",
        "subtree_cpu_pct, %, CPU",
        "system_psi_cpu, %, CPU",
        "of_a_plugin, MB, MEMORY",
        "of_a_plugin, , CPU"
    })
    void aRuleIsAboutAResource(String detector, String unit, Resource expected) {
        assertThat(Resource.of(detector, unit)).isEqualTo(expected);
    }
}
