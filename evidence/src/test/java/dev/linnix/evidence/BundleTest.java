package dev.linnix.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.evidence.BundleWriter.Content;
import dev.linnix.evidence.BundleWriter.Entry;
import dev.linnix.evidence.Manifest.FileInfo;
import dev.linnix.recording.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is what is put into an archive found in it again, and nothing promised that is not kept? */
class BundleTest {
    @TempDir
    Path directory;

    static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(9).nextBytes(bytes);
        return bytes;
    }

    @Test
    void everythingComesBack() throws IOException {
        byte[] large = noise(700_000);
        byte[] archive = TestBundle.bytes(
                1,
                TestBundle.entry("profile/flame.svg", large),
                TestBundle.entry("empty", ""),
                TestBundle.entry("a/" + "long-".repeat(19) + "abc", "deep"));
        Path into = directory.resolve("out");
        BundleReport report = BundleReader.extract(channel(archive), "x.tar.zst", into);
        assertThat(report.problems()).isEmpty();
        assertThat(report.whole())
                .containsExactly("README.txt", "profile/flame.svg", "empty", "a/" + "long-".repeat(19) + "abc");
        assertThat(into.resolve("README.txt")).hasContent(TestBundle.README);
        assertThat(into.resolve("profile/flame.svg")).hasBinaryContent(large);
        assertThat(into.resolve("empty")).isEmptyFile();
        assertThat(ManifestJson.read("x", Files.readAllBytes(into.resolve(Manifest.NAME))))
                .isEqualTo(report.manifest());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(into.resolve("empty"))))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(into.resolve("a"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void theManifestIsReadAloneAndSaysWhatWasWritten() throws IOException {
        byte[] archive = TestBundle.bytes();
        Manifest manifest = BundleReader.manifest(channel(archive), "x.tar.zst");
        assertThat(manifest.withFiles(List.of())).isEqualTo(TestBundle.manifest(1));
        assertThat(manifest.files()).extracting(FileInfo::name).startsWith(Manifest.README);
        // Most of the rest is not needed.
        assertThat(BundleReader.manifest(channel(Arrays.copyOf(archive, archive.length - 60)), "x.tar.zst"))
                .isEqualTo(manifest);
    }

    @Test
    void theSameContentsAreTheSameBytes() throws IOException {
        assertThat(TestBundle.bytes()).isEqualTo(TestBundle.bytes());
    }

    @Test
    void theTarIsPlain() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZstdInputStream zstd = new ZstdInputStream(channel(TestBundle.bytes()));
                TarArchiveInputStream tar = new TarArchiveInputStream(zstd)) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                names.add(e.getName());
                assertThat(e.isFile()).isTrue();
                assertThat(e.getMode()).isEqualTo(0640);
                assertThat(e.getLongUserId() + e.getLongGroupId()).isZero();
                assertThat(e.getUserName() + e.getGroupName()).isEmpty();
            }
        }
        String folder = "incident-20260131T120000Z-fork_storm-i123456-7/";
        assertThat(names)
                .containsExactly(
                        folder + "MANIFEST.json",
                        folder + "README.txt",
                        folder + "kernel_log/dmesg.txt",
                        folder + "recorder/000001.linnix");
    }

    /** The programs that everyone has: zstd is a package of its own, which the launcher installs for the tests. */
    @Test
    void theUsualProgramsUnpackIt() throws Exception {
        Path archive = directory.resolve(TestBundle.ARCHIVE);
        String longest = "a/" + "long-".repeat(19) + "abc";
        Files.write(
                archive,
                TestBundle.bytes(1, TestBundle.entry("noise", noise(900_000)), TestBundle.entry(longest, "x")));
        Process unpack = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -o pipefail; zstd -dc -- \"$0\" | tar -xf - -C \"$1\"",
                        archive.toString(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(unpack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(unpack.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
        Path folder = directory.resolve(BundleNames.folder(TestBundle.ARCHIVE));
        assertThat(folder.resolve("noise")).hasBinaryContent(noise(900_000));
        assertThat(folder.resolve(longest)).hasContent("x");
        assertThat(folder.resolve("README.txt")).hasContent(TestBundle.README);
    }

    private static void write(Entry... entries) throws IOException {
        TestBundle.bytes(1, entries);
    }

    @Test
    void aContentThatDoesNotKeepItsPromiseIsAnError() throws IOException {
        FileInfo info = TestBundle.entry("x", "four").info();
        for (String given : List.of("fou", "fours")) {
            Content content = () -> new ByteArrayInputStream(given.getBytes(StandardCharsets.UTF_8));
            Entry entry = new Entry(info, Instant.EPOCH, content);
            assertThatThrownBy(() -> write(entry))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(given.equals("fou") ? "x gave 3 of 4 bytes" : "x gave more than the 4 bytes");
        }
        Content short3 = () -> new ByteArrayInputStream(new byte[3]);
        assertThatThrownBy(() -> BundleWriter.describe("x", null, 4, false, short3))
                .hasMessage("x ends after 3 of 4 bytes");
    }

    /** What failed must not look whole to anybody. */
    @Test
    void whatWasWrittenUntilAFailureIsNoWholeArchive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Content failing = () -> {
            throw new IOException("the disk is gone");
        };
        Entry entry = new Entry(TestBundle.entry("x", noise(300_000)).info(), Instant.EPOCH, failing);
        List<Entry> entries = List.of(TestBundle.entry("noise", noise(500_000)), entry);
        assertThatThrownBy(() -> BundleWriter.write(
                        Channels.newChannel(out), TestBundle.manifest(1), TestBundle.README, entries))
                .hasMessage("the disk is gone");
        BundleReport report = BundleReader.verify(channel(out.toByteArray()), "x.tar.zst");
        assertThat(report.whole()).containsExactly("README.txt");
        assertThat(report.problems()).hasSize(2);
        assertThat(report.problems().getFirst())
                .contains("cut off in incident-", "noise (the compressed data breaks off)");
        assertThat(report.problems().getLast()).isEqualTo("x.tar.zst: x is not reached");
    }

    @Test
    void namesThatLeadAstrayAreRefused() throws IOException {
        for (String name : List.of(
                "",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a//b",
                "./a",
                "a/.",
                "a b",
                "ä",
                "MANIFEST.json",
                "x".repeat(101))) {
            assertThatThrownBy(() -> write(TestBundle.entry(name, "")))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> write(TestBundle.entry("README.txt", ""))).hasMessage("README.txt is there twice");
        assertThat(BundleNames.isArchive("incident-x/../y.tar.zst")).isFalse();
        assertThat(BundleNames.isArchive(TestBundle.ARCHIVE)).isTrue();
        assertThat(BundleNames.isId("../x")).isFalse();
        assertThat(BundleNames.isId(TestBundle.ID)).isTrue();
        assertThat(BundleNames.isPath("a/...b/-c")).isTrue();
    }

    @Test
    void nothingThatIsThereIsTouched() throws IOException {
        Path there = Files.createDirectory(directory.resolve("there"));
        Files.writeString(there.resolve("README.txt"), "mine");
        assertThatThrownBy(() -> BundleReader.extract(channel(TestBundle.bytes()), "x.tar.zst", there))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(there.resolve("README.txt")).hasContent("mine");
        assertThat(there.resolve(Manifest.NAME)).doesNotExist();
    }
}
