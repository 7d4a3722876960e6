package dev.linnix.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.Deletion;
import dev.linnix.agent.space.Limits;
import dev.linnix.agent.space.Need;
import dev.linnix.agent.space.NoSpaceException;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.StateDir;
import dev.linnix.kernel.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do the blocks on a real disk, directories included, stay within the budget at each step of many bundles? */
class BundleBudgetTest {
    private static final int BUDGET = 2_000_000;
    private static final int BUNDLES = 150;
    private static final Instant FIRED = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path temp;

    private final Random random = new Random(5);
    private long highest;
    private int refused;

    private long taken() throws IOException {
        long sum = 0;
        try (Stream<Path> all = Files.walk(temp.resolve("bundles"))) {
            for (Path path : (Iterable<Path>) all::iterator)
                sum += Allocation.of(path).allocated();
        }
        return sum;
    }

    private void check() throws IOException {
        long taken = taken();
        highest = Math.max(highest, taken);
        assertThat(taken).isLessThanOrEqualTo(BUDGET);
    }

    private void make(StateDir state, BundleStore store, SpaceKeeper keeper, int number) throws IOException {
        String cause = "cause " + random.nextInt(4);
        try (Claim claim = keeper.claim(new Need(cause, ""), 0);
                Draft draft = store.begin("i" + number, "rule", cause, FIRED.plusSeconds(number), claim)) {
            check();
            for (int file = 0; file < 3; file++) {
                int bytes = random.nextInt(100_000);
                claim.more(state.mostOnDisk(bytes));
                draft.work().write("raw" + file, "x".repeat(bytes));
                check();
            }
            for (int phase = 1; phase <= 2; phase++) {
                try (ArchiveFile archive = draft.archive(phase)) {
                    for (int part = 0; part < 3; part++) {
                        archive.write(ByteBuffer.allocate(random.nextInt(100_000)));
                        check();
                    }
                    archive.finish();
                    check();
                }
            }
        } catch (NoSpaceException e) {
            refused++;
        }
        check();
    }

    @Test
    void theBlocksStayWithinTheBudgetAndTheFirstOfEachCauseStays() throws Exception {
        TreeSet<String> first = new TreeSet<>();
        TreeSet<String> causes = new TreeSet<>();
        try (StateDir state = StateDir.open(temp);
                BundleStore store = BundleStore.open(() -> state.below("bundles"))) {
            SpaceKeeper keeper = new SpaceKeeper(
                    BUDGET,
                    new Limits(Duration.ofDays(1), 1000, OptionalLong.of(0)),
                    state::volume,
                    Instant::now,
                    System::nanoTime,
                    (Deletion deletion) -> {});
            keeper.store(store);
            for (int number = 1; number <= BUNDLES; number++) {
                make(state, store, keeper, number);
                for (Bundle bundle : store.list()) if (causes.add(bundle.cause())) first.add(bundle.name());
            }
            List<String> left = store.list().stream().map(Bundle::name).toList();
            assertThat(left).containsAll(first);
            assertThat(first).hasSize(4);
            assertThat(keeper.status().deleted()).containsKey(Deletion.Reason.BUDGET);
            assertThat(keeper.status().claimed()).isZero();
        }
        assertThat(highest).as("the room is used").isGreaterThan(BUDGET * 3 / 4);
        assertThat(refused).isLessThan(BUNDLES / 4);
    }
}
