package dev.linnix.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.TestSpace;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.Need;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.StateDir;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a bundle when the disk is full at any of its steps, or can only be read? Needs root. */
class FullBundlesIT {
    private static final Instant FIRED = Instant.parse("2026-01-31T12:00:00Z");
    private static final int PAGES = 40;

    @TempDir
    Path temp;

    private Path dir;
    private StateDir state;

    @BeforeEach
    void mount() throws Exception {
        dir = Files.createDirectory(temp.resolve("bundles"));
        run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + PAGES * 4 + "k,nr_inodes=30,mode=750",
                "linnix-test",
                dir.toString());
        state = StateDir.open(temp);
    }

    @AfterEach
    void unmount() throws Exception {
        state.close();
        run("umount", dir.toString());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Takes all that is left but some pages. */
    private Path ballast(int pagesLeft) throws IOException {
        Path ballast = dir.resolve("ballast");
        long free = Files.getFileStore(dir).getUsableSpace() / 4096 - pagesLeft;
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int i = 0; i < free; i++) out.write(new byte[4096]);
        }
        return ballast;
    }

    /** Two archives and a raw file, nine pages in all. */
    private static void make(BundleStore store, SpaceKeeper keeper, String incident) throws IOException {
        try (Claim claim = keeper.claim(new Need("c", ""), 8192);
                Draft draft = store.begin(incident, "rule", "c", FIRED, claim)) {
            draft.work().write("raw", "x".repeat(5000));
            for (int phase = 1; phase <= 2; phase++) {
                try (ArchiveFile archive = draft.archive(phase)) {
                    archive.write(ByteBuffer.allocate(7000));
                    archive.write(ByteBuffer.allocate(5000));
                    archive.finish();
                }
            }
        }
    }

    @Test
    void aFullDiskAtEachStepLeavesWholeArchivesOnly() throws Exception {
        int whole = 0;
        int failed = 0;
        for (int left = 0; left <= 12; left++) {
            // One that knows nothing of how full the disk is: reserving must not be all there is.
            SpaceKeeper keeper = TestSpace.keeper(1 << 20);
            try (BundleStore store = BundleStore.open(() -> state.below("bundles"))) {
                keeper.store(store);
                assertThat(store.problem()).isNull();
                Path ballast = ballast(left);
                String incident = "i" + left + "-1";
                try {
                    make(store, keeper, incident);
                    whole++;
                } catch (IOException e) {
                    failed++;
                    assertThat(e).hasMessageContaining("No space left");
                }
                assertThat(keeper.status().claimed()).isZero();
                List<String> parts =
                        names().stream().filter(name -> !name.equals("ballast")).toList();
                assertThat(parts).as("%d pages left", left).noneMatch(name -> name.startsWith("."));
                for (Bundle bundle : store.list()) {
                    assertThat(bundle.archives()).allMatch(archive -> archive.size() == 12_000);
                }
                Files.delete(ballast);
                make(store, keeper, "i100-1");
                for (Bundle bundle : store.list())
                    assertThat(store.remove(bundle.name())).isTrue();
                assertThat(names()).isEmpty();
            }
        }
        assertThat(whole).isPositive();
        assertThat(failed).isGreaterThan(5);
    }

    @Test
    void aDirectoryThatCanOnlyBeReadIsSaidAndBecomesWellByItself() throws Exception {
        SpaceKeeper keeper = TestSpace.keeper(1 << 20);
        try (BundleStore store = BundleStore.open(() -> state.below("bundles"))) {
            keeper.store(store);
            make(store, keeper, "i1-1");
            run("mount", "-o", "remount,ro", dir.toString());
            assertThatThrownBy(() -> make(store, keeper, "i2-1")).isInstanceOf(IOException.class);
            assertThat(keeper.problem()).contains("Read-only file system");
            store.refresh();
            assertThat(keeper.problem()).contains("Read-only file system");
            assertThat(store.list()).hasSize(1);
            run("mount", "-o", "remount,rw", dir.toString());
            store.refresh();
            assertThat(keeper.problem()).isNull();
            make(store, keeper, "i2-1");
            assertThat(store.list()).hasSize(2);
        }
    }
}
