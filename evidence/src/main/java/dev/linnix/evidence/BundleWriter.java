package dev.linnix.evidence;

import dev.linnix.evidence.Manifest.FileInfo;
import dev.linnix.recording.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes archives, in constant memory: a tar of POSIX, compressed as one Zstandard frame. The same contents give the same
 * bytes.
 */
public final class BundleWriter {
    private static final int PIECE = 64 << 10;

    /** Opens the content of a file when its turn comes. */
    @FunctionalInterface
    public interface Content {
        /** {@return the content from its beginning} */
        InputStream open() throws IOException;
    }

    /**
     * A file to be put in.
     *
     * @param info its name, size and hash; the content must agree with the size
     * @param modified when it was last changed
     * @param content of it
     */
    public record Entry(FileInfo info, Instant modified, Content content) {}

    private final ZstdOutputStream out;
    private final String folder;

    private BundleWriter(ZstdOutputStream out, String folder) {
        this.out = out;
        this.folder = folder;
    }

    /**
     * Describes a file, reading its content once.
     *
     * @param collector that made it; null for none
     * @param size how much of the content counts
     * @param cut whether it was cut at the collector's limit
     * @throws IOException when it cannot be read, or ends earlier
     */
    public static FileInfo describe(String name, @Nullable String collector, long size, boolean cut, Content content)
            throws IOException {
        MessageDigest digest = Hash.sha256();
        byte[] piece = new byte[PIECE];
        try (InputStream in = content.open()) {
            for (long left = size; left > 0; ) {
                int got = in.read(piece, 0, (int) Math.min(piece.length, left));
                if (got < 0) throw new IOException(name + " ends after " + (size - left) + " of " + size + " bytes");
                digest.update(piece, 0, got);
                left -= got;
            }
        }
        return new FileInfo(name, collector, size, HexFormat.of().formatHex(digest.digest()), cut);
    }

    /**
     * Writes an archive: manifest, README, entries. The channel is neither forced nor closed.
     *
     * @param manifest of which the files are filled in here
     * @param readme for a person, ended by a line feed
     * @param entries in their order
     * @return the manifest as it was written
     * @throws IllegalArgumentException when a name is not allowed or there twice
     * @throws IOException when the channel fails, or a content cannot be read or is not as long as promised: what was
     *     written then is a damaged archive
     */
    public static Manifest write(WritableByteChannel to, Manifest manifest, String readme, List<Entry> entries)
            throws IOException {
        byte[] text = readme.getBytes(StandardCharsets.UTF_8);
        Content told = () -> new ByteArrayInputStream(text);
        Instant made = Instant.parse(manifest.madeAt());
        List<Entry> all = new ArrayList<>();
        all.add(new Entry(describe(Manifest.README, null, text.length, false, told), made, told));
        all.addAll(entries);
        check(all);
        Manifest complete = manifest.withFiles(all.stream().map(Entry::info).toList());
        byte[] json = ManifestJson.bytes(complete);
        if (json.length > ManifestJson.MOST_BYTES) {
            throw new IOException(manifest.archive() + ": a manifest of " + json.length + " bytes is too long");
        }
        Content first = () -> new ByteArrayInputStream(json);
        try (ZstdOutputStream zstd = new ZstdOutputStream(to)) {
            BundleWriter writer = new BundleWriter(zstd, BundleNames.folder(manifest.archive()));
            writer.add(Manifest.NAME, json.length, made, first);
            for (Entry entry : all) {
                writer.add(entry.info().name(), entry.info().size(), entry.modified(), entry.content());
                // What the archive is about can be read also where the rest is cut off.
                if (entry.info().name().equals(Manifest.README)) zstd.flush();
            }
            zstd.write(new byte[2 * TarHeader.BLOCK]);
            zstd.finish();
        }
        return complete;
    }

    private static void check(List<Entry> entries) {
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            FileInfo info = entry.info();
            if (!BundleNames.isPath(info.name()) || info.name().equals(Manifest.NAME)) {
                throw new IllegalArgumentException("no path for a file in a bundle: " + info.name());
            }
            if (!names.add(info.name())) throw new IllegalArgumentException(info.name() + " is there twice");
            if (info.size() < 0 || info.size() > TarHeader.LARGEST) {
                throw new IllegalArgumentException(info.name() + " has " + info.size() + " bytes");
            }
        }
    }

    private void add(String name, long size, Instant modified, Content content) throws IOException {
        out.write(TarHeader.of(folder, name, size, modified));
        byte[] piece = new byte[Math.clamp(size, 1, PIECE)];
        try (InputStream in = content.open()) {
            for (long left = size; left > 0; ) {
                int got = in.read(piece, 0, (int) Math.min(piece.length, left));
                if (got < 0) {
                    throw new IOException(name + " gave " + (size - left) + " of " + size + " bytes promised");
                }
                out.write(piece, 0, got);
                left -= got;
            }
            if (in.read(piece, 0, 1) >= 0) {
                throw new IOException(name + " gave more than the " + size + " bytes promised");
            }
        }
        out.write(new byte[(int) (-size & (TarHeader.BLOCK - 1))]);
    }
}
