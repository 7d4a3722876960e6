package dev.linnix.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is what is told of a file what {@code stat} tells? */
class DiskAllocationTest {
    @TempDir
    Path dir;

    @Test
    void blocksAreCountedAndHolesAreNot() throws Exception {
        Path file = dir.resolve("file");
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(10 << 20);
            assertThat(Allocation.of(file).allocated()).isZero();
            open.write(new byte[5000]);
            open.getFD().sync();
        }
        Allocation.Entry entry = Allocation.of(file);
        assertThat(entry.kind()).isEqualTo(Allocation.Kind.FILE);
        assertThat(entry.size()).isEqualTo(10 << 20);
        assertThat(entry.allocated()).isBetween(5000L, 1L << 17);
        assertThat(entry.uid()).isEqualTo(Allocation.user()).isEqualTo(Files.getAttribute(file, "unix:uid"));
        assertThat(entry.allocated()).isEqualTo(Long.parseLong(stat(file)) * 512);
    }

    private static String stat(Path file) throws Exception {
        Process process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String blocks = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(process.waitFor()).isZero();
        return blocks;
    }

    @Test
    void aLinkIsALinkAndNotWhatItLeadsTo() throws Exception {
        Path file = Files.write(dir.resolve("file"), new byte[100_000]);
        Path link = Files.createSymbolicLink(dir.resolve("ln"), file);
        assertThat(Allocation.of(link).kind()).isEqualTo(Allocation.Kind.LINK);
        assertThat(Allocation.of(link).size()).isLessThan(1000);
        assertThat(Allocation.of(dir).kind()).isEqualTo(Allocation.Kind.DIRECTORY);
        assertThat(Allocation.of(Path.of("/dev/null")).kind()).isEqualTo(Allocation.Kind.OTHER);
    }

    @Test
    void failuresAreTold() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> Allocation.of(dir.resolve("none")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> Allocation.of(file.resolve("below")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("ENOTDIR");
        assertThatThrownBy(() -> Allocation.volume(dir.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileSystemTellsWhatItHasLeft() throws Exception {
        Allocation.Volume volume = Allocation.volume(dir);
        assertThat(volume.totalBytes()).isEqualTo(Files.getFileStore(dir).getTotalSpace());
        assertThat(volume.freeBytes()).isBetween(1L, volume.totalBytes());
        assertThat(volume.freeInodes()).isLessThanOrEqualTo(volume.totalInodes());
        assertThat(Long.bitCount(volume.fragment())).isEqualTo(1);
    }
}
