package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Is the last minute what it was, with its gaps, and is it bounded? */
class HistoryTest {
    private static final ProcessKey ONE = new ProcessKey(1, Samples.start(1));

    private final History history = new History(Duration.ofSeconds(1));

    private void add(int second, double cpu) {
        Samples samples = new Samples().add(1, 0, "x", cpu, 0L, 0, null, 0.0);
        history.add(Samples.START.plusSeconds(second), ProcessTree.of(samples.processes, List.of()), Set.of(ONE));
    }

    private double[] last(int columns) {
        return history.last(ONE, Resource.CPU, columns);
    }

    @Test
    void theNewestIsOnTheRightAndAColumnShowsItsLargest() {
        for (int second = 0; second < 60; second++) add(second, second);
        double[] six = {9, 19, 29, 39, 49, 59};
        assertThat(last(6)).containsExactly(six);
        assertThat(last(60)).startsWith(0, 1, 2).endsWith(58, 59);
        add(60, 5);
        assertThat(last(60)).startsWith(1, 2).endsWith(59, 5);
    }

    @Test
    void aShortGapIsFilledALongOneStaysBlank() {
        add(0, 1);
        add(2, 3);
        add(12, 4);
        double[] last = last(60);
        assertThat(Arrays.copyOfRange(last, 47, 50)).containsExactly(1, 3, 3);
        assertThat(Arrays.copyOfRange(last, 50, 59)).containsOnly(Double.NaN);
        assertThat(last[59]).isEqualTo(4);
    }

    @Test
    void whatIsUnknownIsBlankAndWhoIsUnknownToo() {
        add(0, Double.NaN);
        assertThat(history.last(null, Resource.CPU, 10)).containsOnly(Double.NaN);
        assertThat(history.last(new ProcessKey(2, 2), Resource.CPU, 10)).containsOnly(Double.NaN);
    }

    @Test
    void onlyTheLargestAreRemembered() {
        Samples samples = new Samples();
        IntStream.rangeClosed(1, 5000)
                .forEach(pid -> samples.add(pid, 0, "x", (double) pid, (long) pid, pid, null, 1.0));
        ProcessTree tree = ProcessTree.of(samples.processes, List.of());
        history.add(Samples.START, tree, Set.of(ONE));
        history.add(Samples.START.plusSeconds(1), tree, Set.of(ONE));
        assertThat(history.size()).isLessThanOrEqualTo(4 * History.LARGEST + 1);
        assertThat(last(10)).endsWith(1);
    }
}
