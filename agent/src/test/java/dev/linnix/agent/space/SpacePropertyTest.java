package dev.linnix.agent.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.space.Store.Item;
import dev.linnix.kernel.Allocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order: is it never more than the budget, and does what must stay, stay? */
class SpacePropertyTest {
    private static final int SHARE = 10_000;
    private static final int STEPS = 4000;

    private final MemoryStore store = new MemoryStore();
    private final List<Claim> claims = new ArrayList<>();
    private final List<String> causes = new ArrayList<>();
    private long bootNs = 1;
    private int made;
    private int refused;
    private int deletions;

    private final SpaceKeeper keeper = new SpaceKeeper(
            SHARE + 500,
            new Limits(Duration.ofNanos(200 * SpaceKeeper.PERIOD_NS), 60, OptionalLong.of(0)),
            () -> new Allocation.Volume(1 << 30, 1 << 30, 0, 0, 4096),
            () -> Instant.EPOCH,
            () -> bootNs,
            this::check);

    /** The number of a thing is the order in which it was made. */
    private static int number(Item item) {
        return Integer.parseInt(item.id());
    }

    private void check(Deletion deletion) {
        deletions++;
        Item gone = deletion.item();
        assertThat(gone.pinned() || gone.busy()).isFalse();
        if (deletion.reason() == Deletion.Reason.AGE) return;
        List<Item> others = store.items().stream()
                .filter(item -> item.cause().equals(gone.cause()))
                .toList();
        boolean first = others.stream().allMatch(item -> number(item) > number(gone));
        assertThat(first && !others.isEmpty())
                .as("the first of a cause, %s, while there were repeats of it: %s", gone, others)
                .isFalse();
    }

    private long onDisk() {
        return claims.stream().mapToLong(Claim::bytes).sum() + store.bytes();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSumIsNeverMoreThanTheShare(long seed) {
        Random random = new Random(seed);
        keeper.slice("small", 500);
        keeper.store(store);
        for (int step = 0; step < STEPS; step++) {
            bootNs++;
            step(random);
            assertThat(onDisk()).as("step %d", step).isLessThanOrEqualTo(SHARE);
        }
        assertThat(refused).isPositive();
        assertThat(deletions).isPositive();
        claims.forEach(Claim::close);
        assertThat(keeper.status().claimed()).isZero();
        assertThat(keeper.status().kept()).isEqualTo(store.bytes());
    }

    private void step(Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> begin(random);
            case 2 -> grow(random);
            case 3, 4 -> finish(random);
            case 5 -> mark(random);
            case 6 -> removeByHand(random);
            default -> {
                bootNs += SpaceKeeper.PERIOD_NS;
                keeper.look();
            }
        }
    }

    private void begin(Random random) {
        if (claims.size() == 6) return;
        String cause = String.valueOf((char) ('a' + random.nextInt(5)));
        attempt(random.nextInt(2000), bytes -> {
            claims.add(keeper.claim(new Need(cause, ""), bytes));
            causes.add(cause);
        });
    }

    private void grow(Random random) {
        if (claims.isEmpty()) return;
        Claim claim = claims.get(random.nextInt(claims.size()));
        attempt(random.nextInt(2000), claim::more);
    }

    private interface Attempt {
        void at(long bytes) throws NoSpaceException;
    }

    private void attempt(long bytes, Attempt attempt) {
        List<Item> before = store.items();
        try {
            attempt.at(bytes);
        } catch (NoSpaceException e) {
            refused++;
            assertThat(store.items()).as("deleted in vain").hasSameElementsAs(before);
        }
    }

    private void finish(Random random) {
        if (claims.isEmpty()) return;
        int at = random.nextInt(claims.size());
        Claim claim = claims.remove(at);
        String cause = causes.remove(at);
        boolean succeeds = random.nextInt(5) > 0;
        if (succeeds) {
            long bytes = random.nextLong(claim.bytes() + 1);
            store.add(String.format(Locale.ROOT, "%06d", made++), bytes, Instant.EPOCH, cause);
        }
        claim.close();
    }

    private void mark(Random random) {
        List<Item> items = store.items();
        if (items.isEmpty()) return;
        Item item = items.get(random.nextInt(items.size()));
        store.mark(item.id(), random.nextInt(4) == 0, random.nextInt(4) == 0);
    }

    private void removeByHand(Random random) {
        List<Item> items = store.items();
        if (items.isEmpty() || random.nextInt(4) > 0) return;
        store.items.remove(items.get(random.nextInt(items.size())).id());
    }
}
