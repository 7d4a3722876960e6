package dev.linnix.evidence;

import dev.linnix.evidence.Manifest.FileInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads archives, in constant memory. An archive may come from anywhere: what is not as {@link BundleWriter} writes it is
 * a problem that is told, and never leaves its folder, takes more than {@link #MOST_BYTES} or keeps the rest from being
 * read, as far as that goes.
 */
public final class BundleReader {
    /** Most bytes of an archive when decompressed. */
    public static final long MOST_BYTES = 4L << 30;

    /** With so many problems it is no use to go on. */
    static final int MOST_PROBLEMS = 100;

    private static final int NAMED = 3;

    private final ArchiveWalk walk;
    private final String archive;
    private final List<String> problems = new ArrayList<>();
    private final List<String> whole = new ArrayList<>();
    private String folder = "";

    /** Where files go. */
    private interface Sink {
        OutputStream open(String path) throws IOException;
    }

    private BundleReader(ArchiveWalk walk, String archive) {
        this.walk = walk;
        this.archive = archive;
    }

    /**
     * {@return the manifest of an archive, of which nothing else is read}
     *
     * @param from which is not closed
     * @param archive its name, with which each message begins
     * @throws BundleException when there is none that can be read
     */
    public static Manifest manifest(ReadableByteChannel from, String archive) throws IOException {
        try (ArchiveWalk walk = new ArchiveWalk(from, archive, MOST_BYTES)) {
            return ManifestJson.read(archive, new BundleReader(walk, archive).manifestBytes());
        }
    }

    /**
     * Reads a whole archive and compares it with its manifest.
     *
     * @param from which is not closed
     * @param archive its name, with which each message begins
     * @throws BundleException when not even the manifest can be read
     */
    public static BundleReport verify(ReadableByteChannel from, String archive) throws IOException {
        return verify(from, archive, MOST_BYTES);
    }

    static BundleReport verify(ReadableByteChannel from, String archive, long most) throws IOException {
        try (ArchiveWalk walk = new ArchiveWalk(from, archive, most)) {
            return new BundleReader(walk, archive).read(path -> OutputStream.nullOutputStream(), most);
        }
    }

    /**
     * As {@link #verify}, and unpacks what the manifest lists into a directory that is made for it: mode 0750, files 0640.
     * A file that is not as the manifest says is unpacked as it is.
     *
     * @param into the directory, in one that is there
     * @throws BundleException when not even the manifest can be read; then nothing is made
     * @throws IOException when the directory is there already, or cannot be written
     */
    public static BundleReport extract(ReadableByteChannel from, String archive, Path into) throws IOException {
        try (ArchiveWalk walk = new ArchiveWalk(from, archive, MOST_BYTES)) {
            return new BundleReader(walk, archive).read(new Extraction(into)::open, MOST_BYTES);
        }
    }

    /** Reads the first entry, and learns the folder from its name. */
    private byte[] manifestBytes() throws IOException {
        TarHeader first = walk.next();
        if (first == null) throw new BundleException(archive + ": the archive is empty");
        if (!first.plain() || !first.name().endsWith("/" + Manifest.NAME)) {
            throw new BundleException(archive + ": this is no bundle: its first entry is '"
                    + ArchiveWalk.shown(first.name()) + "', expected " + Manifest.NAME);
        }
        if (first.size() > ManifestJson.MOST_BYTES) {
            throw new BundleException(archive + ": " + Manifest.NAME + " has " + first.size() + " bytes, at most "
                    + ManifestJson.MOST_BYTES + " are read");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) first.size());
        walk.copy(bytes);
        folder = first.name().substring(0, first.name().length() - Manifest.NAME.length() - 1);
        return bytes.toByteArray();
    }

    private BundleReport read(Sink sink, long most) throws IOException {
        byte[] json = manifestBytes();
        Manifest manifest = ManifestJson.read(archive, json);
        Map<String, FileInfo> missing = listed(manifest, most);
        String expected = BundleNames.folder(manifest.archive());
        if (!folder.equals(expected)) {
            problem("its folder is '" + ArchiveWalk.shown(folder) + "', expected '" + expected + "'");
        }
        try (OutputStream out = sink.open(Manifest.NAME)) {
            out.write(json);
        }
        boolean complete = readFiles(missing, sink);
        if (!missing.isEmpty()) problem(names(missing) + (complete ? " missing" : " not reached"));
        return new BundleReport(manifest, List.copyOf(whole), List.copyOf(problems));
    }

    private Map<String, FileInfo> listed(Manifest manifest, long most) throws BundleException {
        Map<String, FileInfo> files = new LinkedHashMap<>();
        long bytes = 0;
        for (FileInfo file : manifest.files()) {
            boolean twice = files.put(file.name(), file) != null;
            if (twice && problems.size() < MOST_PROBLEMS) problem("its manifest lists " + file.name() + " twice");
            bytes += Math.min(file.size(), most + 1);
            if (bytes > most) {
                throw new BundleException(
                        archive + ": its manifest lists more than the " + most + " bytes that are read of an archive");
            }
        }
        return files;
    }

    /**
     * Reads what follows the manifest, taking off the list what comes.
     *
     * @return whether the end was reached
     */
    private boolean readFiles(Map<String, FileInfo> missing, Sink sink) throws IOException {
        try {
            for (TarHeader entry = walk.next(); entry != null; entry = walk.next()) {
                if (problems.size() >= MOST_PROBLEMS) {
                    problem("the rest was not read, as there are so many problems");
                    return false;
                }
                readFile(entry, missing, sink);
            }
            walk.end();
            return true;
        } catch (BundleException e) {
            problems.add(e.getMessage());
            return false;
        }
    }

    private void readFile(TarHeader entry, Map<String, FileInfo> missing, Sink sink) throws IOException {
        String name = ArchiveWalk.shown(entry.name());
        if (!entry.plain()) {
            problem(name + " is no plain file");
            return;
        }
        Optional<String> path = BundleNames.within(folder, entry.name());
        if (path.isEmpty()) {
            problem(name + " is no path below its folder");
            return;
        }
        FileInfo info = missing.remove(path.get());
        if (info == null) {
            problem(path.get() + " is not in the manifest, or there twice");
            return;
        }
        if (info.size() != entry.size()) {
            problem(path.get() + " has " + entry.size() + " bytes, its manifest says " + info.size());
            return;
        }
        MessageDigest digest = Hash.sha256();
        try (OutputStream out = new DigestOutputStream(sink.open(path.get()), digest)) {
            walk.copy(out);
        } catch (FileAlreadyExistsException e) {
            problem(path.get() + " is a file and a folder");
            return;
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (found.equals(info.sha256())) whole.add(path.get());
        else
            problem(path.get() + " is not as it was: its SHA-256 is " + found + ", the manifest says " + info.sha256());
    }

    private void problem(String sentence) {
        problems.add(archive + ": " + sentence);
    }

    private static String names(Map<String, FileInfo> files) {
        String named = files.keySet().stream().limit(NAMED).collect(Collectors.joining(", "));
        int more = files.size() - NAMED;
        return named + (more > 0 ? " and " + more + " more are" : files.size() == 1 ? " is" : " are");
    }
}
