package dev.linnix.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.host.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is the state kept apart from others, and is a crash visible afterwards? */
class StateTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path temp;

    private final AtomicLong bootNs = new AtomicLong(100 * SECOND);
    private final WallClock clock = new WallClock(bootNs::get, () -> bootNs.get() + 1_000_000 * SECOND);

    @Test
    void theDirectoryAndItsFilesAreClosedToOthers() throws IOException {
        Path dir = temp.resolve("state");
        try (StateDir state = StateDir.open(dir)) {
            state.write("note", "text");
            assertThat(state.read("note")).isEqualTo("text");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                    .isEqualTo("rwxr-x---");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("note"))))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void twoAgentsDoNotShareIt() throws IOException {
        StateDir first = StateDir.open(temp);
        assertThatThrownBy(() -> StateDir.open(temp))
                .hasMessageContaining("is in use by another agent (pid "
                        + ProcessHandle.current().pid() + ")")
                .hasMessageContaining("--state-dir");
        first.close();
        StateDir.open(temp).close();
    }

    @Test
    void aDirectoryThatOthersUseTooIsNotLocked() throws IOException {
        Path dir = temp.resolve("log");
        try (StateDir first = StateDir.shared(dir);
                StateDir second = StateDir.shared(dir)) {
            first.write("note", "text");
            assertThat(second.read("note")).isEqualTo("text");
            assertThat(dir).isDirectoryNotContaining("glob:**agent.lock");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                    .isEqualTo("rwxr-x---");
        }
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> StateDir.shared(file.resolve("below")))
                .hasMessageStartingWith("cannot use directory " + file.resolve("below"));
    }

    @Test
    void aDirectoryBelowIsClosedToOthersTooAndIsNoLink() throws IOException {
        Path dir = temp.resolve("state");
        try (StateDir state = StateDir.open(dir)) {
            for (int i = 0; i < 2; i++) {
                try (StateDir below = state.below("part")) {
                    below.write("note" + i, "text");
                    assertThat(below.names()).hasSize(i + 1).contains("note0");
                    assertThat(below.names()).hasSize(i + 1);
                }
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("part"))))
                    .isEqualTo("rwxr-x---");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("part/note0"))))
                    .isEqualTo("rw-r-----");
            Files.createSymbolicLink(dir.resolve("astray"), temp);
            assertThatThrownBy(() -> state.below("astray")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path outside = Files.writeString(temp.resolve("outside"), "precious");
        try (StateDir state = StateDir.open(temp.resolve("state"))) {
            Files.createSymbolicLink(temp.resolve("state/alerts.ndjson"), outside);
            assertThatThrownBy(() -> state.open("alerts.ndjson", StandardOpenOption.WRITE))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> state.write("alerts.ndjson", "gone")).isInstanceOf(IOException.class);
        }
        assertThat(outside).hasContent("precious");
    }

    @Test
    void whatCannotBeUsedIsSaidInOneSentence() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> StateDir.open(file.resolve("below")))
                .hasMessageStartingWith("cannot use state directory " + file.resolve("below"))
                .hasMessageContaining("--state-dir");
    }

    @Test
    void aGoodEndLeavesNothing() throws IOException {
        try (StateDir state = StateDir.open(temp)) {
            Heartbeat heartbeat = new Heartbeat(state, "boot-1", clock);
            assertThat(heartbeat.blind()).isEmpty();
            heartbeat.beat();
            heartbeat.close();
            assertThat(new Heartbeat(state, "boot-1", clock).blind()).isEmpty();
        }
    }

    @Test
    void aCrashShowsSinceWhenNobodyWatched() throws IOException {
        try (StateDir state = StateDir.open(temp)) {
            Heartbeat crashed = new Heartbeat(state, "boot-1", clock);
            bootNs.addAndGet(SECOND);
            crashed.beat();
            Instant last = clock.wall(bootNs.get());
            bootNs.addAndGet(60 * SECOND);
            Heartbeat.Blind blind =
                    new Heartbeat(state, "boot-1", clock).blind().orElseThrow();
            assertThat(blind.from()).isEqualTo(last);
            assertThat(blind.to()).isEqualTo(last.plusSeconds(60));
            assertThat(blind.rebooted()).isFalse();
            assertThat(crashed.errors()).isZero();
        }
    }

    @Test
    void afterARebootOnlyWallTimeCounts() throws IOException {
        try (StateDir state = StateDir.open(temp)) {
            new Heartbeat(state, "boot-1", clock).beat();
            Instant last = clock.wall(bootNs.get());
            WallClock anew = new WallClock(() -> 5 * SECOND, () -> bootNs.get() + 1_000_300 * SECOND);
            Heartbeat.Blind blind = new Heartbeat(state, "boot-2", anew).blind().orElseThrow();
            assertThat(blind.from()).isEqualTo(last);
            assertThat(blind.to()).isEqualTo(last.plusSeconds(300));
            assertThat(blind.rebooted()).isTrue();
        }
    }

    @Test
    void aTornHeartbeatDoesNotStopTheStart() throws IOException {
        try (StateDir state = StateDir.open(temp)) {
            for (String torn : new String[] {"\0\0\0", "boot-1", "boot-1 12x y", "boot-0 1 yesterday"}) {
                state.write("heartbeat", torn);
                assertThat(new Heartbeat(state, "boot-1", clock).blind()).isEmpty();
            }
        }
    }

    @Test
    void wallTimeStandsStillAgainstJitterAndFollowsASetClock() {
        AtomicLong wall = new AtomicLong(1_000 * SECOND);
        WallClock watched = new WallClock(bootNs::get, wall::get);
        Instant event = watched.wall(50 * SECOND);
        wall.addAndGet(1_000_000);
        assertThat(watched.wall(50 * SECOND)).isEqualTo(event);
        wall.addAndGet(3600 * SECOND);
        assertThat(watched.wall(50 * SECOND)).isEqualTo(event.plusSeconds(3600).plusMillis(1));
    }

    @Test
    void aTreeIsRemovedAndNothingThatALinkInItLeadsTo() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("file"), "stays");
        try (StateDir state = StateDir.open(temp.resolve("state"))) {
            Path tree = temp.resolve("state/tree");
            Files.createDirectories(tree.resolve("a/b"));
            Files.writeString(tree.resolve("a/b/file"), "goes");
            Files.createSymbolicLink(tree.resolve("a/directory"), outside);
            Files.createSymbolicLink(tree.resolve("file"), outside.resolve("file"));
            state.deleteTree("tree");
            assertThat(tree).doesNotExist();
            Files.createSymbolicLink(tree, outside);
            assertThatThrownBy(() -> state.deleteTree("tree")).isInstanceOf(IOException.class);
            state.deleteTree("none");
            state.force();
        }
        assertThat(outside.resolve("file")).hasContent("stays");
    }
}
