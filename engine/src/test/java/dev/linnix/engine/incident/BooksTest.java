package dev.linnix.engine.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.HostFacts;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Blame;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.model.Subject;
import dev.linnix.engine.table.HostState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Do the books of alerts and incidents keep to their bounds, and count what they forget? */
class BooksTest {
    private final AlertBook alerts = new AlertBook(AlertListener.NONE);
    private final IncidentBook incidents =
            new IncidentBook(new HostState(new HostFacts(2, 1L << 30, 4096, 0, 0)), AlertListener.NONE);

    private static Alert firing(String id, String incident) {
        return new Alert(
                id,
                incident,
                "rule",
                "detector",
                Severity.LOW,
                AlertState.FIRING,
                1,
                1,
                Subject.HOST,
                Blame.NONE,
                2,
                2,
                1,
                "unit",
                1,
                false,
                "message",
                "silence");
    }

    @Test
    void alertsBeyondTheBoundAreForgottenAndCounted() {
        for (int i = 0; i < AlertBook.CAPACITY + 7; i++) alerts.changed(firing("a" + i, "i"));
        assertThat(alerts.latest(10_000)).hasSize(AlertBook.CAPACITY);
        assertThat(alerts.evicted()).isEqualTo(7);
    }

    @Test
    void anIncidentThatWasForgottenAndFiresAgainTakesThePlaceOfAnother() {
        IncidentBook.Entry first = incidents.entryFor(List.of(), 1);
        for (int i = 0; i < IncidentBook.CAPACITY; i++) incidents.entryFor(List.of(), 2 + i);
        assertThat(incidents.find(first.id())).isNull();
        assertThat(incidents.evicted()).isEqualTo(1);

        incidents.changed(first, firing("a", first.id()), List.of(), 1000);

        assertThat(incidents.latest(10_000)).hasSize(IncidentBook.CAPACITY);
        assertThat(incidents.find(first.id())).isNotNull();
        assertThat(incidents.evicted()).isEqualTo(2);
    }

    @Test
    void alertsBeyondTheBoundOfAnIncidentAreForgottenAndCounted() {
        IncidentBook.Entry entry = incidents.entryFor(List.of(), 1);
        for (int i = 0; i < IncidentBook.ALERTS + 3; i++) {
            incidents.changed(entry, firing("a" + i, entry.id()), List.of(), 1);
        }
        assertThat(incidents.latest(1).getFirst().alerts()).hasSize(IncidentBook.ALERTS);
        assertThat(incidents.evictedAlerts()).isEqualTo(3);
    }
}
