package dev.linnix.agent.evidence.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.space.NoSpaceException;
import dev.linnix.agent.state.StateDir;
import dev.linnix.evidence.BundleNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is what a collector writes limited, claimed, hashed and redacted, and what it could not have told? */
final class StagedOutputTest {
    private static final Collector COLLECTOR = new TestCollector("c", 10_000, (scene, output) -> {});

    @TempDir
    private Path path;

    private StateDir directory;
    private final TestClaim claim = new TestClaim(1 << 20);
    private StagedOutput output;

    @BeforeEach
    void open() throws IOException {
        directory = StateDir.shared(path);
        output = new StagedOutput("c", COLLECTOR.mostBytes(), directory, claim);
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    private CollectorResult finish() {
        return output.finish(StagedOutput.Ending.DONE, "", 7, COLLECTOR);
    }

    private static void write(OutputStream to, String text) throws IOException {
        try (to) {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String staged(String name) throws IOException {
        return Files.readString(path.resolve(name), StandardCharsets.UTF_8);
    }

    @Test
    void sizeHashAndModeAreRight() throws Exception {
        byte[] bytes = "\0\1 password=hunter2 ÿ".getBytes(StandardCharsets.UTF_8);
        try (OutputStream to = output.bytes("a/b.bin")) {
            to.write(bytes);
        }
        write(output.text("t.txt"), "one\ntwo");
        CollectorResult result = finish();
        assertThat(result.info().status()).isEqualTo("ok");
        assertThat(result.info().durationMs()).isEqualTo(7);
        assertThat(result.files()).hasSize(2);
        StagedFile first = result.files().getFirst();
        assertThat(first.staged()).isEqualTo("c-1");
        assertThat(first.info().name()).isEqualTo("c/a/b.bin");
        assertThat(first.info().collector()).isEqualTo("c");
        assertThat(first.info().size()).isEqualTo(bytes.length);
        assertThat(first.info().sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(Files.readAllBytes(path.resolve("c-1"))).isEqualTo(bytes);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("c-1"))))
                .isEqualTo("rw-r-----");
        assertThat(staged("c-2")).isEqualTo("one\ntwo");
    }

    @Test
    void whatIsBeyondTheLimitIsSwallowedAndMarked() throws Exception {
        StagedStream to = output.bytes("big");
        byte[] bytes = new byte[6000];
        to.write(bytes);
        assertThat(to.isFull()).isFalse();
        to.write(bytes);
        assertThat(to.isFull()).isTrue();
        to.write(bytes);
        to.close();
        write(output.text("late"), "nothing is left for this");
        CollectorResult result = finish();
        assertThat(result.info().status()).isEqualTo("cut");
        assertThat(result.files().getFirst().info().size()).isEqualTo(10_000);
        assertThat(result.files().getFirst().info().cut()).isTrue();
        assertThat(result.files().getLast().info().size()).isZero();
        assertThat(Files.size(path.resolve("c-1"))).isEqualTo(10_000);
    }

    @Test
    void spaceIsClaimedBeforeItIsWritten() throws Exception {
        StagedStream to = output.bytes("file");
        to.write(new byte[100]);
        assertThat(claim.bytes()).isZero();
        to.flush();
        assertThat(claim.bytes()).isEqualTo(directory.mostOnDisk(4096));
        assertThat(Files.size(path.resolve("c-1"))).isEqualTo(100);
        to.write(new byte[9000]);
        to.close();
        assertThat(claim.bytes()).isGreaterThanOrEqualTo(9100);
    }

    @Test
    void withoutSpaceItIsOverAndTheClaimIsNeverExceeded() throws Exception {
        claim.most = 8192;
        output = new StagedOutput("c", 1 << 20, directory, claim);
        StagedStream to = output.bytes("file");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) to.write(new byte[1000]);
                })
                .isInstanceOf(NoSpaceException.class);
        assertThatThrownBy(() -> output.text("another")).isInstanceOf(NoSpaceException.class);
        assertThatThrownBy(to::close).isInstanceOf(NoSpaceException.class);
        output.missing("another", "for the same reason");
        CollectorResult result = finish();
        assertThat(result.info().status()).isEqualTo("failed");
        assertThat(result.info().detail()).containsExactly("no space: the disk is full");
        assertThat(result.files().getFirst().info().size())
                .isEqualTo(Files.size(path.resolve("c-1")))
                .isLessThanOrEqualTo(8192);
        assertThat(result.files().getFirst().info().cut()).isTrue();
    }

    @Test
    void anInterruptLosesNothing() throws Exception {
        StagedStream to = output.bytes("file");
        to.write(new byte[] {1, 2, 3});
        Thread.currentThread().interrupt();
        to.flush();
        to.write(new byte[] {4, 5});
        to.close();
        assertThat(Thread.interrupted()).isTrue();
        StagedFile file = finish().files().getFirst();
        assertThat(file.info().size()).isEqualTo(5);
        assertThat(Files.readAllBytes(path.resolve("c-1"))).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void afterTheEndNothingIsTaken() throws Exception {
        StagedStream to = output.text("file");
        to.write("kept without a line end".getBytes(StandardCharsets.UTF_8));
        CollectorResult result = finish();
        assertThat(result.files().getFirst().info().size()).isEqualTo(23);
        assertThat(staged("c-1")).isEqualTo("kept without a line end");
        assertThatThrownBy(() -> to.write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> output.text("another")).hasMessageContaining("has been ended");
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path target = Files.writeString(path.resolve("target"), "mine");
        Files.createSymbolicLink(path.resolve("c-1"), target);
        assertThatThrownBy(() -> output.text("file")).isInstanceOf(IOException.class);
        assertThat(target).hasContent("mine");
    }

    @Test
    void namesStayBelowTheFolder() {
        for (String name : new String[] {"", "/etc/x", "../x", "a/../b", "a//b", "a b", "a/", "x".repeat(300)}) {
            assertThatThrownBy(() -> output.text(name)).as(name).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aNameThatTheArchiveWouldRefuseIsTheCollectorsOwnFault() throws Exception {
        write(output.text("file"), "x");
        write(output.text("x".repeat(BundleNames.LONGEST_PATH - "c/".length())), "x");
        for (String name : new String[] {".", "a/.", "./a", "x".repeat(BundleNames.LONGEST_PATH - 1), "file"}) {
            assertThatThrownBy(() -> output.text(name)).as(name).isInstanceOf(IOException.class);
        }
        assertThat(finish().files())
                .hasSize(2)
                .allMatch(file -> BundleNames.isPath(file.info().name()));
    }

    @Test
    void whatCouldNotBeHadIsTold() throws Exception {
        write(output.text("file"), "x");
        output.denied("open files", "CAP_SYS_PTRACE");
        output.missing("journal", "no journal files were found");
        CollectorResult result = finish();
        assertThat(result.info().status()).isEqualTo("denied");
        assertThat(result.info().detail())
                .containsExactly(
                        "open files: denied: needs CAP_SYS_PTRACE", "journal: missing: no journal files were found");
    }

    @Test
    void oneWordTellsHowItWent() {
        output.missing("shares", "none is mounted");
        assertThat(finish().info().status()).isEqualTo("skipped");
        output = new StagedOutput("c", 100, directory, claim);
        output.late("share");
        output.denied("x", "y");
        assertThat(finish().info().status()).isEqualTo("timeout");
        output = new StagedOutput("c", 100, directory, claim);
        CollectorResult failed = output.finish(StagedOutput.Ending.FAILED, "it broke", 1, COLLECTOR);
        assertThat(failed.info().status()).isEqualTo("failed");
        assertThat(failed.info().detail()).containsExactly("it broke");
    }

    @Test
    void detailsAreBounded() {
        for (int i = 0; i < 1000; i++) output.late("x".repeat(1000));
        assertThat(finish().info().detail()).hasSize(65).last().isEqualTo("936 more such things");
    }
}
