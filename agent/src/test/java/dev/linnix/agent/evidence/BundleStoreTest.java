package dev.linnix.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.TestSpace;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.Need;
import dev.linnix.agent.space.NoSpaceException;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.space.Store.Item;
import dev.linnix.agent.state.StateDir;
import dev.linnix.kernel.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Are bundles there whole or not at all, and is what is not ours left alone? */
class BundleStoreTest {
    private static final Instant FIRED = Instant.parse("2026-01-31T12:00:00.750Z");
    private static final String BASE = "incident-20260131T120000Z-fork_storm-i120034-7";

    @TempDir
    Path temp;

    private final SpaceKeeper keeper = TestSpace.keeper(1 << 20);
    private StateDir state;
    private BundleStore store;
    private Path dir;

    @BeforeEach
    void open() throws IOException {
        state = StateDir.open(temp);
        dir = temp.resolve("bundles");
        store = BundleStore.open(() -> state.below("bundles"));
        keeper.store(store);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        state.close();
    }

    /** As after a crash: nothing was closed. */
    private void openAgain() {
        store = BundleStore.open(() -> state.below("bundles"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Draft begin(Claim claim) throws IOException {
        return store.begin("i120034-7", "fork_storm", "fork_storm /usr/bin/stress", FIRED, claim);
    }

    private static void write(ArchiveFile archive, int bytes) throws IOException {
        archive.write(ByteBuffer.allocate(bytes));
    }

    private void make(String incident, int... phases) throws IOException {
        try (Claim claim = keeper.claim(new Need("x", ""), 0);
                Draft draft = store.begin(incident, "fork_storm", "cause of " + incident, FIRED, claim)) {
            for (int phase : phases) {
                try (ArchiveFile archive = draft.archive(phase)) {
                    write(archive, 5000);
                    archive.finish();
                }
            }
        }
    }

    private static String base(String incident) {
        return "incident-20260131T120000Z-fork_storm-" + incident;
    }

    @Test
    void anArchiveIsThereOnceItIsFinishedAndTheStoreTakesOverWhatItTakes() throws Exception {
        Claim claim = keeper.claim(new Need("fork_storm /usr/bin/stress", ""), 8192);
        Draft draft = begin(claim);
        assertThat(draft.name()).isEqualTo(BASE);
        draft.work().write("note", "raw");
        assertThat(draft.nextArchive(1)).isEqualTo(BASE + ".tar.zst");
        ArchiveFile archive = draft.archive(1);
        write(archive, 100_000);
        assertThat(claim.bytes()).isGreaterThanOrEqualTo(108_192);
        assertThat(names()).containsExactly(".part-" + BASE + ".tar.zst", ".work-" + BASE);
        assertThat(store.list()).isEmpty();
        assertThat(store.items()).isEmpty();
        archive.finish();
        assertThat(claim.bytes()).as("the raw files and their directory").isEqualTo(2 * 8192);
        Item item = store.items().getFirst();
        assertThat(item.busy()).isTrue();
        assertThat(item.cause()).isEqualTo("fork_storm /usr/bin/stress");
        assertThat(item.bytes())
                .isEqualTo(Allocation.of(dir.resolve(BASE + ".tar.zst")).allocated()
                        + Allocation.of(dir.resolve(BASE + ".cause")).allocated());
        assertThat(store.delete(item)).as("it is being added to").isFalse();
        archive.close();
        draft.close();
        draft.close();
        assertThat(names()).containsExactly(BASE + ".cause", BASE + ".tar.zst");
        Bundle bundle = store.find("i120034-7").orElseThrow();
        assertThat(bundle.busy()).isFalse();
        assertThat(bundle.firedAt()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(bundle.archives()).containsExactly(new Bundle.Archive(BASE + ".tar.zst", 1, 100_000));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(BASE + ".tar.zst"))))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void whatIsAddedLaterHasNumbersAndTheSameCause() throws Exception {
        make("i1-1", 1, 2);
        make("i1-1", 3, 3);
        assertThat(store.find("i1-1").orElseThrow().archives())
                .extracting(Bundle.Archive::name)
                .containsExactly(
                        base("i1-1") + ".tar.zst",
                        base("i1-1") + ".2.tar.zst",
                        base("i1-1") + ".3.tar.zst",
                        base("i1-1") + ".4.tar.zst");
        Claim claim = keeper.claim(new Need("another", ""), 0);
        try (Draft draft = store.begin("i1-1", "fork_storm", "another", FIRED, claim)) {
            assertThat(draft.archives()).hasSize(4);
            assertThat(draft.nextArchive(2)).isEqualTo(base("i1-1") + ".5.tar.zst");
            assertThatThrownBy(() -> store.begin("i1-1", "fork_storm", "another", FIRED, claim))
                    .hasMessageContaining("is being added to");
        }
        assertThat(claim.bytes()).isZero();
        assertThat(store.items()).extracting(Item::cause).containsExactly("cause of i1-1");
    }

    @Test
    void whatIsGivenUpLeavesNothing() throws Exception {
        Claim claim = keeper.claim(new Need("x", ""), 0);
        try (Draft draft = begin(claim)) {
            try (ArchiveFile archive = draft.archive(1)) {
                write(archive, 5000);
            }
            assertThat(claim.bytes()).as("the directory of the draft").isEqualTo(8192);
            try (ArchiveFile archive = draft.archive(1)) {
                assertThatThrownBy(() -> write(archive, 2 << 20)).isInstanceOf(NoSpaceException.class);
            }
        }
        assertThat(names()).isEmpty();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void whatACrashLeftHalfMadeIsRemovedAndNothingElse() throws Exception {
        make("i1-1", 1);
        Claim claim = keeper.claim(new Need("x", ""), 0);
        Draft first = begin(claim);
        first.work().below("folder").write("file", "raw");
        write(first.archive(1), 100);
        Files.writeString(dir.resolve(".part-" + base("i9-9") + ".cause"), "half");
        Files.writeString(dir.resolve(base("i8-8") + ".cause"), "no archive came after it");
        Files.writeString(dir.resolve(base("i8-9") + ".pin"), "");
        Files.writeString(dir.resolve(base("i7-7") + ".tar.zst"), "the cause was removed");
        openAgain();
        assertThat(names())
                .containsExactly(base("i1-1") + ".cause", base("i1-1") + ".tar.zst", base("i7-7") + ".tar.zst");
        assertThat(store.items()).extracting(Item::cause).containsExactlyInAnyOrder("cause of i1-1", base("i7-7"));
        assertThat(store.foreign()).isZero();
    }

    @Test
    void whatIsNotOursIsLeftAloneAndCounted() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path precious = Files.writeString(outside.resolve("precious"), "stays");
        make("i1-1", 1);
        Files.writeString(dir.resolve("notes"), "a person's");
        Files.writeString(dir.resolve("incident-20261331T120000Z-a-i1-1.tar.zst"), "there is no thirteenth month");
        Files.createSymbolicLink(dir.resolve(".work-" + base("i2-2")), outside);
        Files.createSymbolicLink(dir.resolve(".part-" + base("i3-3") + ".tar.zst"), precious);
        Files.createSymbolicLink(dir.resolve(base("i4-4") + ".tar.zst"), precious);
        Files.createSymbolicLink(dir.resolve(base("i1-1") + ".pin"), precious);
        Files.createDirectory(dir.resolve(base("i5-5") + ".tar.zst"));
        Path others = Files.writeString(dir.resolve(base("i6-6") + ".tar.zst"), "somebody else's");
        Files.setAttribute(others, "unix:uid", 65534);
        TreeSet<String> before = new TreeSet<>(names());
        openAgain();
        assertThat(store.foreign()).isEqualTo(8);
        assertThat(store.list()).extracting(Bundle::incident).containsExactly("i1-1");
        assertThat(store.list().getFirst().pinned()).isFalse();
        Claim claim = keeper.claim(new Need("x", ""), 0);
        assertThatThrownBy(() -> store.begin("i2-2", "fork_storm", "x", FIRED, claim))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(store.problem()).as("that is no matter of all others").isNull();
        for (String taken : List.of("i3-3", "i4-4", "i5-5", "i6-6")) {
            try (Draft draft = store.begin(taken, "fork_storm", "x", FIRED, claim)) {
                assertThatThrownBy(() -> draft.archive(1)).isInstanceOf(FileAlreadyExistsException.class);
            }
        }
        assertThat(store.remove(base("i4-4"))).as("there is none of ours").isTrue();
        assertThat(store.remove(base("i1-1"))).isTrue();
        before.removeIf(name -> name.equals(base("i1-1") + ".cause") || name.equals(base("i1-1") + ".tar.zst"));
        assertThat(names()).containsExactlyElementsOf(before);
        assertThat(precious).hasContent("stays");
        assertThat(others).hasContent("somebody else's");
    }

    @Test
    void aPinOutlivesTheAgentAndKeepsTheBundle() throws Exception {
        make("i1-1", 1);
        assertThat(store.pin(base("i1-1"), true)).isTrue();
        assertThat(store.pin(base("i1-1"), true)).isTrue();
        assertThat(store.pin(base("i2-2"), true)).isFalse();
        assertThat(store.pin("../agent.lock", true)).isFalse();
        openAgain();
        assertThat(store.list().getFirst().pinned()).isTrue();
        assertThat(store.delete(store.items().getFirst())).isFalse();
        assertThat(store.pin(base("i1-1"), false)).isTrue();
        assertThat(store.delete(store.items().getFirst())).isTrue();
        assertThat(names()).isEmpty();
        make("i2-2", 1);
        store.pin(base("i2-2"), true);
        assertThat(store.remove(base("i2-2"))).as("a person says so").isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsBeingReadStaysUntilItIsRead() throws Exception {
        make("i1-1", 1);
        try (BundleCatalog.Opened opened = store.read(base("i1-1") + ".tar.zst")) {
            assertThat(store.delete(store.items().getFirst())).isFalse();
            assertThat(store.remove(base("i1-1"))).isFalse();
            assertThat(Channels.newInputStream(opened.channel()).readAllBytes()).hasSize(5000);
        }
        assertThatThrownBy(() -> store.read(base("i1-1") + ".2.tar.zst")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.read(base("i1-1") + ".cause")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.read("../agent.lock")).isInstanceOf(NoSuchFileException.class);
        assertThat(store.remove(base("i1-1"))).isTrue();
    }

    @Test
    void whatAPersonRemovesOrAddsIsSeenWithoutANewStart() throws Exception {
        make("i1-1", 1, 2);
        make("i2-2", 1);
        Files.delete(dir.resolve(base("i1-1") + ".2.tar.zst"));
        Files.delete(dir.resolve(base("i2-2") + ".tar.zst"));
        try (Claim claim = keeper.claim(new Need("x", ""), 0);
                Draft draft = begin(claim)) {
            store.refresh();
            assertThat(store.find("i1-1").orElseThrow().archives()).hasSize(1);
            assertThat(store.find("i2-2")).isEqualTo(Optional.empty());
            assertThat(draft.work().path()).exists();
        }
        assertThat(names()).containsExactly(base("i1-1") + ".cause", base("i1-1") + ".tar.zst");
    }

    @Test
    void namesAreMadeSafeAndRead() {
        BundleName odd = BundleName.of("i5-6", "../Fork Stürm-i7-8/" + "x".repeat(100), FIRED);
        assertThat(odd.base())
                .isEqualTo("incident-20260131T120000Z-___fork_st_rm-i7-8_" + "x".repeat(40 - 19) + "-i5-6");
        assertThat(BundleName.parse(odd.base())).isEqualTo(odd);
        assertThat(BundleName.part(odd.archive(1))).isEqualTo(new BundleName.Part(odd, BundleName.Kind.ARCHIVE, 1));
        assertThat(BundleName.part(odd.archive(12))).isEqualTo(new BundleName.Part(odd, BundleName.Kind.ARCHIVE, 12));
        assertThat(BundleName.part(odd.base() + ".1.tar.zst")).isNull();
        assertThat(BundleName.part(odd.base() + ".tar.zst.bak")).isNull();
        assertThatThrownBy(() -> BundleName.of("../x", "rule", FIRED)).isInstanceOf(IllegalArgumentException.class);
        assertThat(BundleFiles.oneLine("a\nb\u0000" + "ü".repeat(600)))
                .startsWith("a b ")
                .hasSizeLessThan(505);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsTriedAgain() throws Exception {
        Path file = Files.writeString(temp.resolve("bundles2"), "in the way");
        try (BundleStore blocked = BundleStore.open(() -> state.below("bundles2"))) {
            assertThat(blocked.problem()).startsWith("the directory of bundles cannot be used");
            keeper.store(blocked);
            Claim claim = keeper.claim(new Need("b", ""), 0);
            assertThat(keeper.problem()).isEqualTo(blocked.problem());
            assertThatThrownBy(() -> blocked.begin("i1-1", "a", "b", FIRED, claim))
                    .hasMessage(blocked.problem());
            Files.delete(file);
            keeper.look();
            assertThat(keeper.problem()).isNull();
            blocked.begin("i1-1", "a", "b", FIRED, claim).close();
        }
    }

    @Test
    @Timeout(60)
    void whoCannotBeginAndWhoClaimsDoNotWaitForEachOther() throws Exception {
        Files.createDirectories(dir.resolve(".work-" + BASE));
        Thread claims = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 20_000 && !Thread.currentThread().isInterrupted(); i++) keeper.status();
        });
        for (int i = 0; i < 2_000 && claims.isAlive(); i++) {
            try (Claim claim = keeper.claim(new Need("x", ""), 0)) {
                assertThatThrownBy(() -> begin(claim)).isInstanceOf(FileAlreadyExistsException.class);
                assertThat(claim.bytes()).isZero();
            }
        }
        claims.interrupt();
        claims.join();
    }
}
