package dev.linnix.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.evidence.Manifest.FileInfo;
import dev.linnix.recording.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does an archive that somebody made with ill will do no harm, and is it told apart from ours? */
class HostileBundleTest {
    private static final String FOLDER = BundleNames.folder(TestBundle.ARCHIVE) + "/";
    private static final String NAME = "x.tar.zst";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<FileInfo> listed = new ArrayList<>();
    private ZstdOutputStream zstd;
    private TarArchiveOutputStream tar;

    @BeforeEach
    void begin() throws IOException {
        zstd = new ZstdOutputStream(Channels.newChannel(out));
        tar = new TarArchiveOutputStream(zstd, "UTF-8");
    }

    private void list(String name, String content) throws IOException {
        listed.add(TestBundle.entry(name, content).info());
    }

    private void manifest() throws IOException {
        add(
                FOLDER + Manifest.NAME,
                new String(ManifestJson.bytes(TestBundle.manifest(1).withFiles(listed)), StandardCharsets.UTF_8));
    }

    private void add(String name, String content) throws IOException {
        add(new TarArchiveEntry(name, true), content);
    }

    private void add(TarArchiveEntry entry, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private byte[] archive() throws IOException {
        tar.finish();
        zstd.finish();
        zstd.close();
        return out.toByteArray();
    }

    private BundleReport verified() throws IOException {
        return BundleReader.verify(BundleTest.channel(archive()), NAME);
    }

    /** Unpacks, and sees to it that nothing came to be elsewhere. */
    private BundleReport extracted() throws IOException {
        Path into = Files.createDirectory(directory.resolve("sub")).resolve("into");
        BundleReport report = BundleReader.extract(BundleTest.channel(archive()), NAME, into);
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(path -> !path.startsWith(into))
                            .map(directory::relativize)
                            .map(Path::toString))
                    .containsExactlyInAnyOrder("", "sub");
        }
        try (Stream<Path> all = Files.walk(into)) {
            assertThat(all).noneMatch(Files::isSymbolicLink);
        }
        return report;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../evil",
                "/tmp/linnix-evil",
                "a/../../evil",
                "other/evil",
                "F/../evil",
                "F//evil",
                "F/./evil",
                "F/a\nb"
            })
    void aPathThatLeadsAstrayIsNotFollowed(String name) throws IOException {
        list("good", "good");
        manifest();
        add(name.replace("F/", FOLDER), "evil");
        add(FOLDER + "good", "good");
        BundleReport report = extracted();
        assertThat(report.problems()).hasSize(1);
        assertThat(report.whole()).containsExactly("good");
        assertThat(Path.of("/tmp/linnix-evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK,
                TarConstants.LF_CHR,
                TarConstants.LF_FIFO,
                TarConstants.LF_DIR
            })
    void whatIsNoFileIsNotMade(byte type) throws IOException {
        list("link", "");
        list("link/passwd", "x");
        manifest();
        TarArchiveEntry entry = new TarArchiveEntry(FOLDER + "link", type);
        entry.setLinkName("/etc");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        add(FOLDER + "link/passwd", "x");
        BundleReport report = extracted();
        assertThat(report.problems()).hasSize(2).first().asString().contains("link", "is no plain file");
        assertThat(report.problems().getLast()).isEqualTo(NAME + ": link is missing");
        assertThat(report.whole()).containsExactly("link/passwd");
    }

    @Test
    void aFileThatIsAFolderTooIsToldAndTheRestIsRead() throws IOException {
        list("a", "1");
        list("a/b", "2");
        list("c", "3");
        manifest();
        add(FOLDER + "a", "1");
        add(FOLDER + "a/b", "2");
        add(FOLDER + "c", "3");
        BundleReport report = extracted();
        assertThat(report.problems()).containsExactly(NAME + ": a/b is a file and a folder");
        assertThat(report.whole()).containsExactly("a", "c");
    }

    @Test
    void everyDifferenceFromTheManifestIsTold() throws IOException {
        list("same", "same");
        list("changed", "before");
        list("longer", "short");
        list("missing", "");
        list("twice", "2");
        manifest();
        add(FOLDER + "same", "same");
        add(FOLDER + "changed", "after.");
        add(FOLDER + "longer", "shorter");
        add(FOLDER + "twice", "2");
        add(FOLDER + "twice", "3");
        add(FOLDER + "more", "?");
        BundleReport report = verified();
        assertThat(report.isGood()).isFalse();
        assertThat(report.whole()).containsExactly("same", "twice");
        assertThat(report.problems()).hasSize(5);
        assertThat(report.problems().getFirst()).contains("changed is not as it was: its SHA-256 is ");
        assertThat(report.problems().subList(1, 5))
                .containsExactly(
                        NAME + ": longer has 7 bytes, its manifest says 5",
                        NAME + ": twice is not in the manifest, or there twice",
                        NAME + ": more is not in the manifest, or there twice",
                        NAME + ": missing is missing");
    }

    @Test
    void aSecondManifestChangesNothing() throws IOException {
        list("a", "1");
        manifest();
        listed.clear();
        list("b", "2");
        manifest();
        add(FOLDER + "a", "1");
        add(FOLDER + "b", "2");
        BundleReport report = extracted();
        assertThat(report.whole()).containsExactly("a");
        assertThat(report.problems())
                .containsExactly(
                        NAME + ": MANIFEST.json is not in the manifest, or there twice",
                        NAME + ": b is not in the manifest, or there twice");
    }

    @Test
    void aManifestThatListsOneFileWithoutEndIsNotToldWithoutEnd() throws IOException {
        for (int i = 0; i < 10_000; i++) list("a", "1");
        manifest();
        add(FOLDER + "a", "1");
        assertThat(verified().problems()).hasSizeBetween(BundleReader.MOST_PROBLEMS, BundleReader.MOST_PROBLEMS + 3);
    }

    @Test
    void whatFollowsTheEndIsTold() throws IOException {
        manifest();
        tar.finish();
        zstd.write("hidden".getBytes(StandardCharsets.UTF_8));
        zstd.finish();
        zstd.close();
        assertThat(BundleReader.verify(BundleTest.channel(out.toByteArray()), NAME)
                        .problems())
                .containsExactly(NAME + ": something follows the last file");
    }

    @Test
    void anotherFolderIsTold() throws IOException {
        list("a", "1");
        add(
                "elsewhere/" + Manifest.NAME,
                new String(ManifestJson.bytes(TestBundle.manifest(1).withFiles(listed)), StandardCharsets.UTF_8));
        add("elsewhere/a", "1");
        BundleReport report = verified();
        assertThat(report.whole()).containsExactly("a");
        assertThat(report.problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("its folder is 'elsewhere', expected 'inc");
    }

    @Test
    void soManyProblemsAreEnough() throws IOException {
        manifest();
        for (int i = 0; i < 300; i++) add(FOLDER + "more" + i, "");
        assertThat(verified().problems())
                .hasSize(BundleReader.MOST_PROBLEMS + 1)
                .last()
                .asString()
                .contains("the rest was not read");
    }

    @Test
    void moreThanIsReadOfAnArchiveIsNotRead() throws IOException {
        list("zeros", "0".repeat(100_000));
        manifest();
        add(FOLDER + "zeros", "0".repeat(100_000));
        add(FOLDER + "more", "0".repeat(1_000_000));
        byte[] archive = archive();
        assertThatThrownBy(() -> BundleReader.verify(BundleTest.channel(archive), NAME, 99_999))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("its manifest lists more than the 99999 bytes");
        BundleReport report = BundleReader.verify(BundleTest.channel(archive), NAME, 500_000);
        assertThat(report.whole()).containsExactly("zeros");
        assertThat(report.problems()).hasSize(1).first().asString().contains("has 1000000 bytes, more than are read");
    }

    /** Headers that say that a file has eight gigabytes and eight exabytes, and none of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8589934591 | huge has 8589934591 bytes, more than are read",
                "9223372036854775807 | cut off at its beginning (a number in a header is none)"
            })
    void aHugeSizeIsNotBelieved(long size, String message) throws IOException {
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        TarArchiveEntry entry = new TarArchiveEntry(FOLDER + "huge", true);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        zstd.finish();
        zstd.close();
        assertThatThrownBy(() -> BundleReader.verify(BundleTest.channel(out.toByteArray()), NAME))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(message);
    }

    /** A name of a gigabyte, which compresses to nothing, must not be put together in memory. */
    @ParameterizedTest
    @CsvSource({"L, this is no header of a POSIX tar", "x, huge is no plain file"})
    void aHugeNameIsNotRead(char extension, String message) throws IOException {
        manifest();
        TarArchiveEntry entry = new TarArchiveEntry("huge", (byte) extension);
        entry.setSize(1L << 30);
        tar.putArchiveEntry(entry);
        zstd.write("a".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
        zstd.finish();
        zstd.close();
        BundleReport report = BundleReader.verify(BundleTest.channel(out.toByteArray()), NAME);
        assertThat(report.problems()).first().asString().contains(message);
        assertThat(report.problems()).last().asString().contains("cut off ");
    }

    @Test
    void whatIsNoHeaderOfOursIsToldWhy() {
        byte[] good = TarHeader.of("folder", "path", 7, Instant.EPOCH);
        assertThat(TarHeader.parse(good)).isEqualTo(new TarHeader("folder/path", 7, true));
        byte[] changed = good.clone();
        changed[0] ^= 1;
        assertThatThrownBy(() -> TarHeader.parse(changed)).hasMessage("the checksum of a header is wrong");
        byte[] gnu = good.clone();
        gnu[262] = ' ';
        assertThatThrownBy(() -> TarHeader.parse(gnu)).hasMessage("this is no header of a POSIX tar");
        byte[] bad = good.clone();
        bad[124] = '8';
        bad[125] = '0' - 8; // so that the checksum is right
        assertThatThrownBy(() -> TarHeader.parse(bad)).hasMessage("a number in a header is none");
    }

    @Test
    void whatIsNoBundleIsToldInOneSentence() throws IOException {
        refused("is no bundle: its first entry is 'etc/passwd'", () -> add("etc/passwd", "x"));
        begin();
        refused("the archive is empty", () -> {});
        begin();
        refused(
                "MANIFEST.json has 5000000 bytes, at most 4194304 are read",
                () -> add(FOLDER + Manifest.NAME, " ".repeat(5_000_000)));
        assertThatThrownBy(() ->
                        BundleReader.manifest(BundleTest.channel("nonsense".getBytes(StandardCharsets.UTF_8)), NAME))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(NAME + ": it is damaged or cut off at its beginning (libzstd says");
        assertThatThrownBy(() -> BundleReader.manifest(BundleTest.channel(new byte[0]), NAME))
                .hasMessageContaining("cut off at its beginning (it ends too early)");
    }

    /** Does something that may fail. */
    private interface Step {
        void run() throws IOException;
    }

    private void refused(String message, Step step) throws IOException {
        out.reset();
        step.run();
        byte[] archive = archive();
        assertThatThrownBy(() -> BundleReader.verify(BundleTest.channel(archive), NAME))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(NAME + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"1.0\" | \"2.0\" | the bundle is of format '2.0' and this program reads format 1 only: use the release",
                "\"1.0\" | \"x\" | the bundle is of format 'x'",
                "\"1.0\" | 7 | is not the JSON expected",
                "\"format\" | \"f\" | the bundle is of format 'unknown'",
                "\"incident\" | \"i\" | lacks 'incident'",
                "\"files\" | \"f\" | lacks 'files'",
                "\"sha256\" | \"s\" | lacks 'files.sha256'",
                "\"README.txt\" | \"../README.txt\" | lists '../README.txt', which is no path",
                "\"README.txt\" | \"MANIFEST.json\" | lists 'MANIFEST.json', which is no path",
                "\"README.txt\" | null | lacks 'files.name'",
                "\"size\": 38 | \"size\": -1 | has no proper size and SHA-256 of README.txt",
                "\"size\": 38 | \"size\": \"x\" | is not the JSON expected",
                "\"phase\": 1 | \"phase\": {} | is not the JSON expected",
                "\"cause\": | \"cause | is not the JSON expected",
            })
    void aManifestThatMakesNoSenseIsToldWhy(String from, String to, String message) throws IOException {
        list("README.txt", TestBundle.README);
        String json = new String(ManifestJson.bytes(TestBundle.manifest(1).withFiles(listed)), StandardCharsets.UTF_8);
        assertThat(json).contains(from);
        byte[] changed = json.replace(from, to).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ManifestJson.read(NAME, changed))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(NAME + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aLaterMinorVersionIsReadAndSaidToBeOne() throws IOException {
        String json = new String(ManifestJson.bytes(TestBundle.manifest(1)), StandardCharsets.UTF_8);
        assertThat(ManifestJson.isNewer(TestBundle.manifest(1))).isFalse();
        String later =
                json.replace("\"1.0\"", "\"1.7\"").replace("\"files\"", "\"mood\": [{\"a\": [1, null]}], \"files\"");
        Manifest manifest = ManifestJson.read(NAME, later.getBytes(StandardCharsets.UTF_8));
        assertThat(ManifestJson.isNewer(manifest)).isTrue();
        assertThat(manifest.incident()).isEqualTo(TestBundle.ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void nestingHasAnEnd(String open) {
        byte[] json = ("{\"mood\":" + open.repeat(500_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ManifestJson.read(NAME, json)).isInstanceOf(BundleException.class);
    }

    /** Every byte of a small archive is changed, and then the archive is cut there. */
    @Test
    void noDamageIsTakenForTheWhole() throws IOException {
        byte[] good = TestBundle.bytes();
        BundleReport whole = BundleReader.verify(BundleTest.channel(good), NAME);
        assertThat(whole.isGood()).isTrue();
        for (int i = 0; i < good.length; i++) {
            byte[] cut = java.util.Arrays.copyOf(good, i);
            check(cut, report -> assertThat(report.isGood()).isFalse());
            for (int mask : new int[] {1, 0x80, 0xff}) {
                byte[] changed = good.clone();
                changed[i] ^= (byte) mask;
                // A byte of the frame's header may change what memory is asked for, and nothing else.
                check(changed, report -> {
                    if (report.isGood()) assertThat(report).isEqualTo(whole);
                });
            }
        }
    }

    private static void check(byte[] archive, Consumer<BundleReport> expected) throws IOException {
        BundleReport report;
        try {
            report = BundleReader.verify(BundleTest.channel(archive), NAME);
        } catch (BundleException e) {
            assertThat(e).hasMessageStartingWith(NAME + ": ");
            return;
        }
        expected.accept(report);
    }

    @Test
    void ofADamagedArchiveWhatComesBeforeIsRead() throws IOException {
        byte[] noise = new byte[600_000];
        new java.util.Random(4).nextBytes(noise);
        byte[] archive = TestBundle.bytes(
                1, TestBundle.entry("first", "1"), TestBundle.entry("noise", noise), TestBundle.entry("last", "2"));
        byte[] changed = archive.clone();
        changed[changed.length - 100_000] ^= 1;
        Path into = directory.resolve("into");
        BundleReport report =
                BundleReader.extract(BundleTest.channel(java.util.Arrays.copyOf(archive, 400_000)), NAME, into);
        assertThat(report.whole()).containsExactly("README.txt", "first");
        assertThat(report.problems()).hasSize(2);
        assertThat(report.problems().getFirst())
                .contains("cut off in incident-", "noise (the compressed data breaks off)");
        assertThat(report.problems().getLast()).isEqualTo(NAME + ": last is not reached");
        assertThat(into.resolve("first")).hasContent("1");
        assertThat(Files.size(into.resolve("noise"))).isGreaterThan(100_000);
        // Noise is stored as it is: only the hash of the file and the frame's checksum can tell.
        BundleReport other = BundleReader.verify(BundleTest.channel(changed), NAME);
        assertThat(other.isGood()).isFalse();
        assertThat(other.whole()).contains("first").doesNotContain("noise");
    }
}
