package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Figure SLOW = Figure.of("idle", "agent CPU", "%")
            .must(Limit.atMost(1))
            .goal(Limit.atMost(0.3))
            .yardstick("netdata 1.27 %")
            .measured(Samples.of(0.5, 0.25, 0.75))
            .note("load 1");
    private static final Figure BROKEN = Figure.of("drain", "ring", "ns").note("no \"clang\"\n");

    @Test
    void columnsAreAligned() {
        List<String> lines =
                Report.table(List.of(SLOW, BROKEN)).lines().limit(3).toList();
        int column = lines.get(0).indexOf("figure");
        assertThat(lines.get(1).substring(column)).startsWith("0.50 %");
        assertThat(lines.get(2).substring(column)).startsWith("n/a");
    }

    @Test
    void aRowShowsLimitsSpreadYardstickAndVerdict() {
        assertThat(Report.table(List.of(SLOW)))
                .contains("≤ 1", "≤ 0.30", "0.25 .. 0.75 (3)", "netdata 1.27 %", "goal missed");
    }

    @Test
    void equalNotesAreWrittenOnce() {
        String table = Report.table(List.of(SLOW, SLOW, BROKEN));
        assertThat(table).containsOnlyOnce("load 1").contains("agent CPU [1]", "ring [2]");
    }

    @Test
    void jsonHoldsEveryColumn() {
        assertThat(Report.json(SLOW))
                .isEqualTo("{\"benchmark\":\"idle\",\"what\":\"agent CPU\",\"unit\":\"%\",\"must\":\"≤ 1\","
                        + "\"goal\":\"≤ 0.30\",\"median\":0.500000,\"min\":0.250000,\"max\":0.750000,\"n\":3,"
                        + "\"yardstick\":\"netdata 1.27 %\",\"verdict\":\"goal missed\",\"note\":\"load 1\"}");
    }

    @Test
    void jsonOfWhatWasNotMeasuredIsStillJson() {
        assertThat(Report.json(BROKEN))
                .contains("\"median\":null", "\"must\":null", "\"n\":0", "\"note\":\"no \\\"clang\\\"\\u000a\"");
    }

    @Test
    void numbersAreReadable() {
        assertThat(Numbers.format(0.3)).isEqualTo("0.30");
        assertThat(Numbers.format(1.003)).isEqualTo("1.003");
        assertThat(Numbers.format(12.34)).isEqualTo("12.3");
        assertThat(Numbers.format(1_250_000)).isEqualTo("1 250 000");
        assertThat(Numbers.format(-2.5)).isEqualTo("-2.50");
        assertThat(Numbers.format(0)).isEqualTo("0");
    }
}
