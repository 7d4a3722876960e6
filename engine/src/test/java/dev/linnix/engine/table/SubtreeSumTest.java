package dev.linnix.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Do sums over subtrees stay exact however many of the dead have been forgotten? */
class SubtreeSumTest {
    @Property(tries = 300, seed = "1")
    void foldingKeepsTheSumOfEveryLivingSubtree(@ForAll long seed) {
        Random random = new Random(seed);
        ProcessTable table = new ProcessTable(64, 8);
        List<ProcessNode> alive = new ArrayList<>();
        ProcessNode root = table.enter(1, 1, null, 0);
        alive.add(root);
        long births = 0;
        for (int i = 2; i < 500; i++) {
            ProcessNode parent = alive.get(random.nextInt(alive.size()));
            ProcessNode child = table.enter(i, i, parent, 0);
            table.cause(parent, Measures.BIRTHS, 10, 1);
            births++;
            if (child != null) alive.add(child);
            if (alive.size() > 20 || random.nextBoolean()) {
                ProcessNode victim = alive.get(random.nextInt(alive.size()));
                if (victim != root) {
                    alive.remove(victim);
                    table.end(victim, 1000 + i);
                }
            }
        }
        table.aggregate(new Measure.Counted(Measures.BIRTHS, 0, 20));
        assertThat(root.total()).isEqualTo(births);
        assertThat(table.folded()).isPositive();
        assertThat(table.size()).isLessThanOrEqualTo(64);
        assertThat(table.size() - table.alive()).isLessThanOrEqualTo(8);
    }

    @Property(tries = 300, seed = "1")
    void aSlidingCounterAgreesWithAListOfAmounts(@ForAll long seed) {
        Random random = new Random(seed);
        SlidingCounter counter = new SlidingCounter();
        List<long[]> truth = new ArrayList<>();
        long newest = 1000;
        for (int i = 0; i < 200; i++) {
            long bucket = Math.max(0, newest + random.nextInt(40) - 20);
            if (random.nextInt(30) == 0) bucket = newest + random.nextInt(400);
            int amount = random.nextInt(100);
            boolean tooOld = bucket <= newest - SlidingCounter.BUCKETS;
            counter.add(bucket, amount);
            if (!tooOld) truth.add(new long[] {bucket, amount});
            newest = Math.max(newest, amount > 0 || i > 0 ? bucket : newest);
            long from = newest - random.nextInt(SlidingCounter.BUCKETS - 1);
            long to = newest - random.nextInt(10);
            long expected = truth.stream()
                    .filter(t -> t[0] >= from && t[0] <= to)
                    .mapToLong(t -> t[1])
                    .sum();
            assertThat(counter.sum(from, to)).isEqualTo(expected);
        }
    }

    @Property(tries = 300, seed = "1")
    void spreadingLosesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        SlidingCounter counter = new SlidingCounter();
        long from = 1_000_000_000_000L + random.nextInt(1_000_000_000);
        long to = from + random.nextInt(1_000_000_000);
        int amount = 1 + random.nextInt(4_000_000);
        counter.spread(from, to, amount);
        assertThat(counter.sum(SlidingCounter.bucket(from), SlidingCounter.bucket(to)))
                .isEqualTo(amount);
    }
}
