package dev.linnix.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is a time understood as people mean it? */
class SinceTest {
    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-01-31T07:58:30Z",
        "15m, 2026-01-31T07:45:00Z",
        "2h, 2026-01-31T06:00:00Z",
        "1d, 2026-01-30T08:00:00Z",
        "15, 2026-01-31T07:45:00Z",
        "now, 2026-01-31T08:00:00Z",
        "1769846400, 2026-01-31T08:00:00Z",
        "2026-01-31T08:00:00+02:00, 2026-01-31T06:00:00Z"
    })
    void timesAreRead(String text, String meant) {
        assertThat(Since.parse(text, NOW)).isEqualTo(Instant.parse(meant));
    }

    @ParameterizedTest
    @CsvSource({
        "06:30, UTC, 2026-01-31T06:30:00Z",
        "06:30:15, Asia/Kolkata, 2026-01-31T01:00:15Z",
        "20:00, America/New_York, 2026-02-01T01:00:00Z",
        "20:00, Pacific/Auckland, 2026-01-31T07:00:00Z"
    })
    void aTimeOfDayIsOfTodayWhereTheReaderIs(String text, String zone, String meant) {
        assertThat(Since.parse(text, NOW, ZoneId.of(zone))).isEqualTo(Instant.parse(meant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "25:00",
                "8:00",
                "08:60",
                "Now",
                "-5m",
                "5w",
                "1.5h",
                "2026-01-31",
                "99999999999999",
                "99999999999",
                "999999999d",
                "1969-12-31T23:59:59Z",
                "2262-01-01T00:00:00Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(Since.parse(text, NOW)).isNull();
    }
}
