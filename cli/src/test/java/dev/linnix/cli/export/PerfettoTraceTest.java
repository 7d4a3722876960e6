package dev.linnix.cli.export;

import static dev.linnix.cli.export.Inputs.BEGIN;
import static dev.linnix.cli.export.Inputs.MS;
import static dev.linnix.cli.export.Inputs.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.recording.Gap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Is what is written a trace as Perfetto publishes the format? The numbers here are read off its proto files. */
class PerfettoTraceTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PerfettoTrace trace = new PerfettoTrace(bytes);
    private final Inputs inputs = new Inputs(trace);

    /** An event, with the name of its track. */
    private record Event(long timeNs, int type, long track, String name, Decoded raw) {}

    private final Map<Long, Decoded> tracks = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        trace.segment(Inputs.header("b", 7, BEGIN));
    }

    /** Reads the trace back, and checks what holds for every trace. */
    private void read() throws IOException {
        trace.end();
        for (Decoded packet : Decoded.of(bytes.toByteArray()).messages(1)) {
            assertThat(packet.number(10)).as("trusted_packet_sequence_id").isEqualTo(1);
            assertThat(packet.number(8)).as("timestamp").isGreaterThanOrEqualTo(BEGIN);
            if (packet.has(60)) {
                Decoded track = packet.message(60);
                assertThat(tracks.put(track.number(1), track))
                        .as("described twice")
                        .isNull();
                if (track.has(5)) assertThat(tracks).as("parent").containsKey(track.number(5));
            } else if (packet.has(11)) {
                Decoded event = packet.message(11);
                assertThat(tracks).as("track of an event").containsKey(event.number(11));
                String name = event.has(23) ? event.text(23) : "";
                events.add(new Event(packet.number(8), (int) event.number(9), event.number(11), name, event));
            }
        }
        events.sort(Comparator.comparingLong(Event::timeNs));
        Map<Long, Integer> open = new HashMap<>();
        for (Event event : events) {
            assertThat(tracks.get(event.track).has(8)).as("counter").isEqualTo(event.type == 4);
            int change = event.type == 1 ? 1 : event.type == 2 ? -1 : 0;
            assertThat(open.merge(event.track, change, Integer::sum)).isNotNegative();
        }
        assertThat(open.values()).as("slices left open").containsOnly(0);
    }

    private List<Decoded> processes(int pid) {
        return tracks.values().stream()
                .filter(track -> track.has(3) && track.message(3).number(1) == pid)
                .sorted(Comparator.comparingLong(track -> track.message(3).number(7)))
                .toList();
    }

    /** What happens on a track, as a sketch. */
    private List<String> onTrack(long track) {
        return events.stream()
                .filter(event -> event.track == track)
                .map(event -> (event.timeNs - BEGIN) / MS + " " + "?[]!#".charAt(event.type) + event.name)
                .toList();
    }

    private static Map<String, Object> notes(Decoded event) {
        Map<String, Object> notes = new HashMap<>();
        for (Decoded note : event.messages(4)) {
            Object value = note.has(6) ? note.text(6) : note.has(5) ? (Object) note.real(5) : (Object) note.number(4);
            notes.put(note.text(10), value);
        }
        return notes;
    }

    private List<String> counter(String name) {
        long track = tracks.values().stream()
                .filter(t -> t.has(8) && t.text(2).equals(name))
                .findFirst()
                .orElseThrow()
                .number(1);
        return events.stream()
                .filter(event -> event.track == track)
                .map(e -> (e.timeNs - BEGIN) / MS + ":" + (e.raw.has(44) ? e.raw.real(44) : (double) e.raw.number(30)))
                .toList();
    }

    @Test
    void theClockOfTheTraceIsTiedToWallTime() throws IOException {
        trace.end();
        Decoded snapshot = Decoded.of(bytes.toByteArray()).message(1).message(6);
        assertThat(snapshot.number(2)).as("primary clock: BOOTTIME").isEqualTo(6);
        assertThat(snapshot.messages(1).stream().map(clock -> clock.number(1) + "=" + clock.number(2)))
                .containsExactly("6=" + BEGIN, "1=" + (BEGIN + Inputs.WALL_OFFSET));
    }

    @Test
    void aProcessIsATrackAndItsLifeASliceWithItsExecsInside() throws IOException {
        long start = BEGIN + 10 * MS;
        inputs.fork(1, 40, start, "bash");
        inputs.exec(40, start, start + MS, "sleep", "sleep\0bin\0", "sleep\0005\0--token=\u001a\0");
        inputs.exec(40, start, start + 5 * MS, "true", "true\0bin\0", "true\0");
        inputs.exit(40, start, start + 20 * MS, 3 << 8);
        read();
        Decoded track = processes(40).getFirst();
        Decoded process = track.message(3);
        assertThat(process.text(6)).isEqualTo("sleep");
        assertThat(process.texts(2)).containsExactly("sleep", "5", "--token=[redacted]");
        assertThat(process.number(7)).isEqualTo(start);
        assertThat(onTrack(track.number(1)))
                .containsExactly("10 [sleep", "11 [sleep 5 --token=[redacted]", "15 ]", "15 [true", "30 ]", "30 ]");
        Decoded end = events.getLast().raw;
        assertThat(notes(end))
                .containsEntry("exit_code", 3L)
                .containsEntry("cpu_ms", 3.0)
                .containsEntry("peak_bytes", 4096L);
    }

    @Test
    void aForkPointsFromTheParentToTheChild() throws IOException {
        long parent = BEGIN + MS;
        long child = BEGIN + 2 * MS;
        inputs.fork(1, 40, parent, "make");
        inputs.fork(40, parent, 41, child, "make");
        inputs.exit(41, child, child + MS, 9);
        read();
        Event fork =
                events.stream().filter(e -> e.name.equals("fork")).findFirst().orElseThrow();
        Event birth = events.stream()
                .filter(e -> e.track == processes(41).getFirst().number(1) && e.type == 1)
                .findFirst()
                .orElseThrow();
        assertThat(fork.track).isEqualTo(processes(40).getFirst().number(1));
        assertThat(notes(fork.raw)).containsEntry("child", 41L);
        assertThat(fork.raw.number(47)).as("flow").isNotZero().isEqualTo(birth.raw.number(48));
        assertThat(events.stream().filter(e -> e.type == 2).map(e -> notes(e.raw)))
                .anySatisfy(notes -> assertThat(notes).containsEntry("signal", 9L))
                .anySatisfy(notes -> assertThat(notes).containsEntry("end", "still running"));
    }

    @Test
    void aPidThatIsUsedAgainIsAnotherTrack() throws IOException {
        inputs.fork(1, 40, BEGIN + MS, "a");
        inputs.exit(40, BEGIN + MS, BEGIN + 2 * MS, 0);
        inputs.fork(1, 40, BEGIN + 3 * MS, "b");
        inputs.fork(1, 40, BEGIN + 5 * MS, "c"); // the exit of the one before was lost
        inputs.exit(40, BEGIN + 5 * MS, BEGIN + 6 * MS, 0);
        read();
        List<Decoded> of40 = processes(40);
        assertThat(of40.stream().map(t -> t.message(3).text(6))).containsExactly("a", "b", "c");
        assertThat(onTrack(of40.get(1).number(1))).containsExactly("3 [b", "5 ]");
    }

    @Test
    void snapshotsShowWhoWasThereBeforeAndWhoIsGone() throws IOException {
        inputs.snapshotBegin(1, BEGIN + MS);
        inputs.row(40, 5 * SECOND, BEGIN + MS, 0, 4096, "old");
        inputs.row(41, 6 * SECOND, BEGIN + MS, 0, 4096, "older");
        inputs.snapshotEnd(1, BEGIN + MS);
        inputs.exit(41, 6 * SECOND, BEGIN + SECOND + MS, 0);
        inputs.snapshotBegin(2, BEGIN + SECOND); // was begun before 41 ended, and is applied after
        inputs.row(41, 6 * SECOND, BEGIN + SECOND, 0, 4096, "older");
        inputs.snapshotEnd(2, BEGIN + SECOND);
        read();
        assertThat(onTrack(processes(40).getFirst().number(1))).containsExactly("0 [old", "1000 ]");
        assertThat(onTrack(processes(41).getFirst().number(1))).containsExactly("0 [older", "1001 ]");
    }

    @Test
    void cpuAndMemoryOfAProcessAreCounters() throws IOException {
        for (int i = 0; i < 4; i++) {
            long at = BEGIN + i * SECOND;
            inputs.snapshotBegin(i + 1, at);
            inputs.row(40, 5 * SECOND, at, Math.min(i, 2) * 200L * MS, i < 2 ? 4096 : 8192, "busy");
            inputs.row(41, 6 * SECOND, at, i * MS, 4096, "idle");
            inputs.thread(40, at, Math.min(i, 2) * 300L * MS);
            inputs.snapshotEnd(i + 1, at);
        }
        read();
        assertThat(counter("CPU")).containsExactly("0:50.0", "1000:50.0", "2000:0.0");
        assertThat(counter("resident memory")).first().isEqualTo("0:4096.0");
        assertThat(tracks.values().stream().filter(t -> t.has(8) && t.text(2).equals("CPU")))
                .hasSize(1);
        assertThat(tracks.values().stream().filter(t -> t.has(8) && t.text(2).equals("resident memory")))
                .allSatisfy(t -> assertThat(t.message(8).number(3)).as("bytes").isEqualTo(3));
    }

    @Test
    void theHostHasRatesSharesAndLoad() throws IOException {
        for (int i = 0; i < 5; i++) inputs.fork(1, 40 + i, BEGIN + i * MS, "x");
        inputs.tick(BEGIN + 10 * SECOND);
        inputs.pressure(BEGIN + 10 * SECOND, 0, 50);
        inputs.pressure(BEGIN + 12 * SECOND, 500_000, 150);
        read();
        assertThat(counter("forks")).startsWith("0:5.0", "1000:0.0").hasSize(3);
        assertThat(counter("CPU pressure (some)")).containsExactly("10000:25.0");
        assertThat(counter("load average (1 min)")).containsExactly("10000:0.5", "12000:1.5");
        assertThat(tracks.values().stream().filter(t -> t.has(2)).map(t -> t.text(2)))
                .doesNotContain("I/O pressure (full)");
    }

    @Test
    void alertsAndIncidentsAreInstantsAndGapsAreSlices() throws IOException {
        inputs.fork(1, 40, BEGIN + MS, "sh");
        trace.transition(
                "{\"type\":\"alert\",\"id\":\"a-1\",\"incident_id\":\"i-1\",\"rule\":\"fork_storm\",\"severity\":\"High\","
                        + "\"state\":\"firing\",\"message\":\"1776 forks per second\",\"offender\":{\"pid\":40,\"start_ns\":"
                        + (BEGIN + MS)
                        + ",\"comm\":\"sh\",\"new\":[1]},\"value\":1776.5,\"threshold\":10.0,\"unit\":\"forks/s\","
                        + "\"changed_ns\":" + (BEGIN + 9 * MS) + "}",
                BEGIN + 20 * MS);
        trace.transition(
                "{\"type\":\"incident\",\"id\":\"i-1\",\"state\":\"firing\",\"severity\":\"High\",\"alerts\":[\"a-1\"]}",
                BEGIN + 20 * MS);
        trace.gap(new Gap(BEGIN + 30 * MS, BEGIN + 40 * MS, 12, 800, "slow disk"));
        trace.gap(new Gap(BEGIN + 35 * MS, BEGIN + 50 * MS, 1, 80, "slow disk"));
        read();
        Map<String, List<String>> byName = new HashMap<>();
        tracks.values().stream().filter(t -> t.has(2)).forEach(t -> byName.put(t.text(2), onTrack(t.number(1))));
        assertThat(byName.get("alerts")).containsExactly("9 !fork_storm: 1776 forks per second");
        assertThat(byName.get("incidents")).containsExactly("20 !incident i-1 firing");
        assertThat(byName.get("gaps"))
                .containsExactly("30 [gap: 12 records, slow disk", "40 ]", "40 [gap: 1 records, slow disk", "50 ]");
        assertThat(onTrack(processes(40).getFirst().number(1))).contains("9 !alert fork_storm");
        Event alert = events.stream()
                .filter(e -> e.name.startsWith("fork_storm"))
                .findFirst()
                .orElseThrow();
        assertThat(notes(alert.raw)).containsEntry("value", 1776.5).containsEntry("offender_pid", 40L);
    }

    @Test
    void segmentsOfTwoBootsHaveNoCommonClock() {
        assertThatThrownBy(() -> trace.segment(Inputs.header("other", 1, BEGIN)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another boot");
    }
}
