package dev.linnix.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.api.AuditLines;
import dev.linnix.agent.state.StateDir;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is every event one line, and does a log that cannot be written harm nobody? */
class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");

    @TempDir
    Path dir;

    private static String line(AuditEvent event) {
        return new String(AuditLines.line(NOW, event), StandardCharsets.UTF_8);
    }

    @Test
    void eachEventSaysWhatThereIsToSay() {
        assertThat(line(new AuditEvent.Loaded("rules", "/etc/rules.yaml", "ab12", false, 2)))
                .isEqualTo(
                        "{\"time\":\"2026-01-31T12:00:00.123Z\",\"event\":\"rules_loaded\",\"file\":\"/etc/rules.yaml\","
                                + "\"sha256\":\"ab12\",\"accepted\":false,\"problems\":2}");
        assertThat(line(new AuditEvent.IncidentChanged("i1-1", "opened", "fork_storm", "stress[42]")))
                .isEqualTo("{\"time\":\"2026-01-31T12:00:00.123Z\",\"event\":\"incident\",\"incident\":\"i1-1\","
                        + "\"state\":\"opened\",\"rule\":\"fork_storm\",\"offender\":\"stress[42]\"}");
        assertThat(line(new AuditEvent.Collected("i1-1", "a.tar.zst", 2, 100, "ok")))
                .isEqualTo("{\"time\":\"2026-01-31T12:00:00.123Z\",\"event\":\"collected\",\"file\":\"a.tar.zst\","
                        + "\"incident\":\"i1-1\",\"phase\":2,\"bytes\":100,\"status\":\"ok\"}");
        assertThat(line(new AuditEvent.Deleted("incident-1", 8192, "budget")))
                .isEqualTo("{\"time\":\"2026-01-31T12:00:00.123Z\",\"event\":\"deleted\",\"bytes\":8192,"
                        + "\"bundle\":\"incident-1\",\"reason\":\"budget\"}");
    }

    @Test
    void whatCannotBeWrittenIsCountedAndTheNextIsTried() throws Exception {
        AuditEvent event = new AuditEvent.Deleted("x", 1, "age");
        Path file = Files.createDirectory(dir.resolve(AuditLog.NAME));
        try (StateDir state = StateDir.open(dir);
                AuditLog log = AuditLog.in(state, 1 << 20, AuditLines::line, () -> NOW)) {
            log.write(event);
            log.write(event);
            assertThat(log.failed()).isEqualTo(2);
            Files.delete(file);
            log.write(event);
            assertThat(log.written()).isEqualTo(1);
        }
        assertThat(file).hasContent(line(event) + "\n");
    }

    @Test
    void aLogWithoutRoomIsNone() throws Exception {
        try (StateDir state = StateDir.open(dir);
                AuditLog log = AuditLog.in(state, 0, AuditLines::line, () -> NOW)) {
            log.write(new AuditEvent.Deleted("x", 1, "age"));
        }
        assertThat(dir.resolve(AuditLog.NAME)).doesNotExist();
    }
}
