package dev.linnix.agent.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.kernel.Allocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Is what is worth least deleted, nothing without need, and is it said when there is no room? */
class SpaceKeeperTest {
    private static final long DAY = Duration.ofDays(1).toNanos();
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final MemoryStore store = new MemoryStore();
    private final List<Deletion> told = new ArrayList<>();
    private Instant wall = START;
    private long bootNs = DAY;
    private Allocation.Volume disk = new Allocation.Volume(1 << 20, 1 << 20, 1000, 1000, 4096);

    private SpaceKeeper keeper(long budget, int count, OptionalLong minFree) {
        SpaceKeeper keeper = new SpaceKeeper(
                budget,
                new Limits(Duration.ofDays(7), count, minFree),
                () -> disk,
                () -> wall,
                () -> bootNs,
                told::add);
        keeper.slice("recorder", 1000);
        return keeper;
    }

    /** A hundred bytes for things. */
    private SpaceKeeper keeper() {
        return keeper(1100, 100, OptionalLong.of(0));
    }

    private void add(String id, int bytes, String cause, int daysAgo) {
        store.add(id, bytes, START.minus(Duration.ofDays(daysAgo)), cause);
    }

    @Test
    void repeatsGoFirstTheOldestOfAllThenFirstOnes() throws Exception {
        add("a1", 20, "a", 6);
        add("b1", 20, "b", 5);
        add("a2", 20, "a", 4);
        add("b2", 20, "b", 3);
        add("a3", 20, "a", 2);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        try (Claim claim = keeper.claim(new Need("c", ""), 1)) {
            for (int i = 0; i < 5; i++) claim.more(i == 4 ? 19 : 20);
            assertThat(claim.bytes()).isEqualTo(100);
        }
        assertThat(store.gone).containsExactly("a2", "b2", "a3", "a1", "b1");
        assertThat(told).extracting(Deletion::reason).containsOnly(Deletion.Reason.BUDGET);
        assertThat(keeper.status().deleted()).containsEntry(Deletion.Reason.BUDGET, 5L);
        assertThat(keeper.status().deletedBytes()).isEqualTo(100);
        assertThat(keeper.status().claimed()).isZero();
    }

    @Test
    void theFirstOfACauseIsNotDeletedForARepeatOfIt() throws Exception {
        add("a1", 60, "a", 1);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        assertThatThrownBy(() -> keeper.claim(new Need("a", ""), 50)).isInstanceOf(NoSpaceException.class);
        assertThat(store.gone).isEmpty();
        keeper.claim(new Need("b", ""), 50).close();
        assertThat(store.gone).containsExactly("a1");
    }

    @Test
    void forARepeatNoFirstOfAnotherCauseGoesAndThatIsNoProblem() throws Exception {
        add("a1", 40, "a", 3);
        add("b1", 40, "b", 2);
        add("b2", 20, "b", 1);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        keeper.claim(new Need("a", ""), 20).close();
        assertThat(store.gone).containsExactly("b2");
        assertThatThrownBy(() -> keeper.claim(new Need("b", ""), 50)).isInstanceOf(NoSpaceException.class);
        assertThat(store.gone).containsExactly("b2");
        assertThat(keeper.problem()).isNull();
        assertThat(keeper.status().refused()).isEqualTo(1);
    }

    @Test
    void whatBelongsToTheFirstOfItsCauseIsNoRepeatOfItself() throws Exception {
        add("a1", 40, "a", 3);
        add("b1", 40, "b", 2);
        add("b2", 20, "b", 1);
        store.mark("b1", false, true);
        store.mark("b2", true, false);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        assertThatThrownBy(() -> keeper.claim(new Need("b", "b2"), 10)).isInstanceOf(NoSpaceException.class);
        assertThat(keeper.problem()).isNull();
        keeper.claim(new Need("b", "b1"), 10).close();
        assertThat(store.gone).containsExactly("a1");
        assertThatThrownBy(() -> keeper.claim(new Need("b", "b1"), 50)).isInstanceOf(NoSpaceException.class);
        assertThat(keeper.problem()).contains("20 pinned", "40 in use");
        keeper.look();
        assertThat(keeper.problem()).as("still, looked at again").contains("20 pinned");
    }

    @Test
    void causesThatDoNotFitTogetherDoNotPushOutEachOtherAgainAndAgain() throws Exception {
        add("a1", 50, "a", 3);
        add("b1", 50, "b", 2);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        keeper.claim(new Need("c", ""), 40).close();
        add("c1", 40, "c", 1);
        assertThat(store.gone).containsExactly("a1");
        assertThatThrownBy(() -> keeper.claim(new Need("a", ""), 40)).isInstanceOf(NoSpaceException.class);
        assertThat(store.gone).containsExactly("a1");
        assertThat(keeper.problem()).as("for something new there is room").isNull();
        keeper.claim(new Need("d", ""), 40).close();
        assertThat(store.gone).containsExactly("a1", "b1");
        add("d1", 40, "d", 0);
        bootNs += SpaceKeeper.GONE_NS;
        keeper.claim(new Need("a", ""), 40).close();
        assertThat(store.gone).as("a day later it tells something new").containsExactly("a1", "b1", "c1");
    }

    @Test
    void whatTheRoomIsForDoesNotGoForItself() {
        add("a1", 60, "a", 3);
        add("a2", 40, "a", 2);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        assertThatThrownBy(() -> keeper.claim(new Need("a", "a2"), 20)).isInstanceOf(NoSpaceException.class);
        assertThat(store.gone).isEmpty();
    }

    @Test
    void theSecondOfTwoThatAreMadeAtOnceIsTheRepeat() throws Exception {
        add("a1", 50, "a", 3);
        add("b1", 50, "b", 2);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        try (Claim first = keeper.claim(new Need("c", "c1"), 20)) {
            assertThatThrownBy(() -> keeper.claim(new Need("c", "c2"), 40)).isInstanceOf(NoSpaceException.class);
            assertThat(store.gone).containsExactly("a1");
            first.more(40);
            assertThat(store.gone).containsExactly("a1", "b1");
        }
        keeper.claim(new Need("c", "c2"), 90).close();
    }

    @Test
    void aRepeatIsNoProblemOnAFullDiskEither() throws Exception {
        add("a1", 40, "a", 3);
        disk = new Allocation.Volume(1 << 20, 90, 1000, 1000, 4096);
        SpaceKeeper keeper = keeper(1100, 100, OptionalLong.of(100));
        keeper.store(store);
        assertThatThrownBy(() -> keeper.claim(new Need("a", ""), 20)).hasMessageContaining("space.min_free");
        assertThat(keeper.problem()).isNull();
        keeper.claim(new Need("b", ""), 20).close();
        assertThat(store.gone).containsExactly("a1");
    }

    @Test
    void roomForLittleSaysNothingOfWhatWasRefused() throws Exception {
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        try (Claim most = keeper.claim(new Need("a", "a1"), 80)) {
            assertThat(most.bytes()).isEqualTo(80);
            assertThatThrownBy(() -> keeper.claim(new Need("b", "b1"), 30)).isInstanceOf(NoSpaceException.class);
            keeper.claim(new Need("b", "b1"), 5).close();
            assertThat(keeper.problem()).contains("30 bytes more");
        }
        keeper.claim(new Need("b", "b1"), 30).close();
        assertThat(keeper.problem()).isNull();
    }

    @Test
    void theFirstOfARepeatThatCannotBeDeletedStaysAlsoWhereThereAreTooMany() {
        add("a1", 10, "a", 3);
        add("a2", 10, "a", 2);
        add("b1", 10, "b", 1);
        store.broken.add("a2");
        SpaceKeeper keeper = keeper(1100, 2, OptionalLong.of(0));
        keeper.store(store);
        keeper.look();
        assertThat(store.gone).containsExactly("b1");
    }

    @Test
    void whatIsPinnedOrInUseStaysAndSoDoesTheFirstOfARepeatThatStays() {
        add("a1", 40, "a", 3);
        add("a2", 20, "a", 2);
        add("b1", 20, "b", 2);
        add("c1", 20, "c", 2);
        store.mark("a2", true, false);
        store.mark("b1", false, true);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        assertThatThrownBy(() -> keeper.claim(new Need("d", ""), 30))
                .isInstanceOf(NoSpaceException.class)
                .hasMessage(
                        "30 bytes more do not fit into the 100 that space.budget leaves for evidence: 0 are claimed for"
                                + " what is being collected, 20 pinned, 20 in use, 60 kept otherwise");
        assertThat(store.gone).as("nothing is deleted in vain").isEmpty();
        assertThat(keeper.status().refused()).isEqualTo(1);
    }

    @Test
    void aRefusalIsSaidUntilThereWouldBeRoom() throws Exception {
        add("a1", 80, "a", 3);
        store.mark("a1", true, false);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        assertThat(keeper.problem()).isNull();
        assertThatThrownBy(() -> keeper.claim(new Need("b", ""), 30)).isInstanceOf(NoSpaceException.class);
        keeper.look();
        assertThat(keeper.problem()).contains("80 pinned");
        store.mark("a1", false, false);
        bootNs += SpaceKeeper.RETRY_NS;
        keeper.look();
        assertThat(keeper.problem()).isNull();
        assertThat(store.gone).as("nobody asks for the room now").isEmpty();
        keeper.claim(new Need("b", ""), 30).close();
    }

    @Test
    void whatCannotBeDeletedIsCountedAndTheNextIsTaken() throws Exception {
        add("a1", 50, "a", 3);
        add("b1", 50, "b", 2);
        store.broken.add("a1");
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        keeper.claim(new Need("c", ""), 40).close();
        assertThat(store.gone).containsExactly("b1");
        assertThat(keeper.status().failures()).isEqualTo(1);
        assertThatThrownBy(() -> keeper.claim(new Need("c", ""), 60)).hasMessageContaining("a1 cannot be deleted");
    }

    @Test
    void aClaimGivesBackWhatItDoesNotNeed() throws Exception {
        SpaceKeeper keeper = keeper();
        Claim first = keeper.claim(new Need("a", ""), 80);
        assertThatThrownBy(() -> keeper.claim(new Need("b", ""), 30)).hasMessageContaining("80 are claimed");
        first.keep(70);
        assertThatThrownBy(() -> first.more(31)).isInstanceOf(NoSpaceException.class);
        assertThat(first.bytes()).isEqualTo(70);
        try (Claim second = keeper.claim(new Need("b", ""), 30)) {
            first.close();
            second.more(70);
        }
        assertThatThrownBy(() -> first.more(1)).isInstanceOf(IllegalStateException.class);
        assertThat(keeper.status().claimed()).isZero();
    }

    @Test
    void whatIsTooOldOrTooMuchIsDeletedByAndBy() {
        add("a1", 1, "a", 8);
        add("a2", 1, "a", 6);
        add("b1", 1, "b", 5);
        add("b2", 1, "b", 4);
        add("b3", 1, "b", 3);
        add("old", 1, "c", 9);
        store.mark("old", true, false);
        SpaceKeeper keeper = keeper(1100, 4, OptionalLong.of(0));
        keeper.store(store);
        keeper.look();
        assertThat(store.gone).containsExactly("a1", "b2");
        assertThat(told).extracting(Deletion::reason).containsExactly(Deletion.Reason.AGE, Deletion.Reason.COUNT);
        bootNs += DAY + 1;
        keeper.look();
        assertThat(store.gone).containsExactly("a1", "b2", "a2");
    }

    @Test
    void aSmallerBudgetThanBeforeIsKeptFromTheFirstLookOn() {
        add("a1", 80, "a", 3);
        add("a2", 80, "a", 2);
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        keeper.look();
        assertThat(store.gone).containsExactly("a2");
        assertThat(keeper.problem()).isNull();
    }

    @Test
    void aClockThatIsSetMakesNothingOldAndKeepsNothingForEver() {
        add("old", 1, "a", 6);
        store.add("future", 1, START.plus(Duration.ofDays(4000)), "b");
        SpaceKeeper keeper = keeper();
        keeper.store(store);
        keeper.look();
        wall = START.plus(Duration.ofDays(4000));
        store.add("new", 1, wall, "c");
        bootNs += DAY / 2;
        keeper.look();
        assertThat(store.gone).as("set forward").isEmpty();
        wall = START.minus(Duration.ofDays(4000));
        store.add("newer", 1, wall, "d");
        bootNs += DAY / 2 + 1;
        keeper.look();
        assertThat(store.gone).as("set back").containsExactly("old");
        bootNs += 6 * DAY;
        keeper.look();
        assertThat(store.gone).containsExactly("old", "future");
        bootNs += DAY + 1;
        keeper.look();
        assertThat(store.gone).hasSize(4);
    }

    @Test
    void theDiskKeepsItsFloor() throws Exception {
        add("a1", 50, "a", 3);
        SpaceKeeper keeper = keeper(1100, 100, OptionalLong.of(1000));
        keeper.store(store);
        disk = new Allocation.Volume(1 << 20, 1005, 1000, 1000, 4096);
        keeper.claim(new Need("b", ""), 5).close();
        assertThat(store.gone).isEmpty();
        assertThatThrownBy(() -> keeper.claim(new Need("b", ""), 60))
                .isInstanceOf(NoSpaceException.class)
                .hasMessageContaining("the disk lacks 55 bytes of what must stay free (space.min_free)");
        assertThat(store.gone).as("it would not suffice").isEmpty();
        keeper.claim(new Need("b", ""), 50).close();
        assertThat(store.gone).containsExactly("a1");
        assertThat(told).extracting(Deletion::reason).containsExactly(Deletion.Reason.FLOOR);
        assertThatThrownBy(() -> keeper.claim(new Need("b", ""), 6)).hasMessageContaining("space.min_free");
        disk = new Allocation.Volume(1 << 20, 1006, 1000, 1000, 4096);
        bootNs += SpaceKeeper.RETRY_NS;
        keeper.look();
        assertThat(keeper.problem()).isNull();
    }

    @Test
    void withoutAFloorThatIsSaidATwentiethStaysFreeAndAHundredthOfTheFiles() throws Exception {
        SpaceKeeper keeper = keeper(1100, 100, OptionalLong.empty());
        disk = new Allocation.Volume(2000, 150, 1000, 10, 4096);
        keeper.claim(new Need("a", ""), 50).close();
        assertThatThrownBy(() -> keeper.claim(new Need("a", ""), 51)).hasMessageContaining("space.min_free");
        disk = new Allocation.Volume(2000, 2000, 1000, 9, 4096);
        assertThatThrownBy(() -> keeper.claim(new Need("a", ""), 1))
                .hasMessage("the file system has room for 9 more files, and 10 must stay free");
        disk = new Allocation.Volume(2000, 2000, 0, 0, 4096);
        keeper.claim(new Need("a", ""), 1).close();
        assertThat(new Limits(Duration.ZERO, 1, OptionalLong.empty())
                        .floor(new Allocation.Volume(1L << 50, 0, 0, 0, 1)))
                .isEqualTo(1L << 30);
    }

    @Test
    void aDiskThatDoesNotAnswerIsNoRoom() {
        SpaceKeeper keeper = new SpaceKeeper(
                100,
                new Limits(Duration.ofDays(1), 1, OptionalLong.empty()),
                () -> {
                    throw new IOException("stale handle");
                },
                () -> wall,
                () -> bootNs,
                told::add);
        assertThatThrownBy(() -> keeper.claim(new Need("a", ""), 1)).hasMessageContaining("stale handle");
    }
}
