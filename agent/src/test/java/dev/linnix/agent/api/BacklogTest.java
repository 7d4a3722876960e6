package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Does a backlog keep the latest, in order, within its bounds, and know what it gave up? */
class BacklogTest {
    private static Frame frame(long number, int bytes) {
        return new Frame(number, "fork", 1, "a", new byte[bytes]);
    }

    private static List<Long> numbers(Backlog backlog, long after, int most) {
        return backlog.after(after, most).stream().map(Frame::number).toList();
    }

    @Test
    void givesWhatComesAfterANumberEvenOneThatIsMissing() {
        Backlog backlog = new Backlog(8, 1000);
        for (long number : List.of(2L, 3L, 7L, 8L)) backlog.add(frame(number, 1));
        assertThat(numbers(backlog, 0, 10)).containsExactly(2L, 3L, 7L, 8L);
        assertThat(numbers(backlog, 3, 10)).containsExactly(7L, 8L);
        assertThat(numbers(backlog, 5, 10)).containsExactly(7L, 8L);
        assertThat(numbers(backlog, 8, 10)).isEmpty();
        assertThat(numbers(backlog, 0, 2)).containsExactly(2L, 3L);
    }

    @Test
    void theOldestMakeRoomForNumberAndForBytes() {
        Backlog backlog = new Backlog(3, 100);
        assertThat(backlog.evicted()).isZero();
        for (long number = 1; number <= 4; number++) backlog.add(frame(number, 10));
        assertThat(numbers(backlog, 0, 10)).containsExactly(2L, 3L, 4L);
        assertThat(backlog.evicted()).isEqualTo(1);
        backlog.add(frame(5, 85));
        assertThat(numbers(backlog, 0, 10)).containsExactly(4L, 5L);
        backlog.add(frame(6, 500));
        assertThat(numbers(backlog, 0, 10)).containsExactly(6L);
        assertThat(backlog.evicted()).isEqualTo(5);
    }

    @Test
    void whatIsClearedWasGivenUp() {
        Backlog backlog = new Backlog(3, 100);
        backlog.add(frame(1, 1));
        backlog.add(frame(4, 1));
        backlog.clear();
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.evicted()).isEqualTo(4);
        backlog.add(frame(9, 1));
        assertThat(numbers(backlog, 0, 10)).containsExactly(9L);
    }
}
