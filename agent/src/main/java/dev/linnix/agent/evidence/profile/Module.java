package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.profile.MemoryMap.Mapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that holds code, and the places in it that are to be named. Not thread-safe. */
final class Module {
    /** Where the kernel's page of calls lies in every process: one image for all of 64 bits. */
    private static final String VDSO = "[vdso]";

    /** Says that a file did not come. */
    static final String NOT_IN_TIME = "was not read in time";

    private final Mapping mapping;
    private final int pid;
    private final LongSet wanted = new LongSet();
    private long weight;
    private long[] places = {};
    private @Nullable String[] names = {};
    private String trouble = "";

    /**
     * Creates it.
     *
     * @param mapping of it in one process
     * @param pid of that process
     */
    Module(Mapping mapping, int pid) {
        this.mapping = mapping;
        this.pid = pid;
    }

    static boolean isVdso(Mapping mapping) {
        return mapping.path().equals(VDSO);
    }

    /** {@return name of the file, without the folders} */
    String name() {
        String path = path();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String path() {
        String path = mapping.path();
        return isDeleted() ? path.substring(0, path.length() - " (deleted)".length()) : path;
    }

    private boolean isDeleted() {
        return mapping.path().endsWith(" (deleted)");
    }

    /** {@return samples that need it} */
    long weight() {
        return weight;
    }

    /** Asks for the name of a place, an offset within the file. */
    void want(long place, long samples) {
        wanted.add(place);
        weight += samples;
    }

    /** {@return name of the function there, or null} */
    @Nullable
    String name(long place) {
        int at = LongSet.indexOf(places, place);
        return at < 0 || names.length == 0 ? null : names[at];
    }

    /** {@return why there are no names, in a few words; empty when there are} */
    String trouble() {
        return trouble;
    }

    /** Says why it is not looked at. */
    void giveUp(String why) {
        trouble = why;
    }

    /**
     * Finds the names.
     *
     * @param deadline of {@link System#nanoTime}, behind which nothing is waited for
     * @return whether the file may not be read
     */
    boolean resolve(Path proc, Commands commands, long deadline) throws InterruptedException {
        places = wanted.sorted();
        names = new @Nullable String[places.length];
        try {
            if (isVdso(mapping)) name(ElfFile.open(ownVdso()));
            else nameByFile(proc, commands, deadline);
            boolean none = Arrays.stream(names).allMatch(Objects::isNull);
            if (none) trouble = "has no symbols for these places";
        } catch (AccessDeniedException e) {
            trouble = "may not be read";
            return true;
        } catch (InterruptedIOException e) {
            trouble = NOT_IN_TIME;
        } catch (NoSuchFileException e) {
            trouble = isDeleted() ? "was replaced since" : "is gone";
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
        return false;
    }

    /** The image is the same in every process of 64 bits, so that ours will do. */
    private ByteSource ownVdso() throws IOException {
        MemoryMap.Parser own = new MemoryMap.Parser();
        own.write(Files.readAllBytes(Path.of("/proc/self/maps")));
        long length = mapping.end() - mapping.start();
        for (Mapping ours : own.map().mappings()) {
            if (!isVdso(ours) || ours.end() - ours.start() != length) continue;
            return (offset, wanted, to) -> {
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.clamp(length - offset, 0, wanted));
                try (FileChannel memory = FileChannel.open(Path.of("/proc/self/mem"), StandardOpenOption.READ)) {
                    memory.read(bytes, ours.start() + offset);
                }
                to.write(bytes.array(), 0, bytes.position());
            };
        }
        throw new NoSuchFileException(mapping.path());
    }

    private void nameByFile(Path proc, Commands commands, long deadline) throws IOException, InterruptedException {
        ElfFile file = open(proc, commands, deadline);
        String id = file.buildId();
        if (!file.hasAllSymbols() && id.length() > 2) {
            String debug = "/usr/lib/debug/.build-id/" + id.substring(0, 2) + "/" + id.substring(2) + ".debug";
            if (!nameByDebugFile(file, new HelperFile(commands, root(proc) + debug, true, deadline))) {
                nameByDebugFile(file, new HelperFile(commands, debug, true, deadline));
            }
        }
        name(file);
    }

    /** {@return whether there is such a file} */
    private boolean nameByDebugFile(ElfFile file, HelperFile debug) throws IOException, InterruptedException {
        try {
            name(file, ElfFile.open(debug));
            return true;
        } catch (NoSuchFileException e) {
            return false; // few hosts have it
        }
    }

    private String root(Path proc) {
        return proc.resolve(Integer.toString(pid)).resolve("root").toString();
    }

    /**
     * Through the process, which may have another root; when that is refused or the process is gone by the path, if the same
     * file is there.
     */
    private ElfFile open(Path proc, Commands commands, long deadline) throws IOException, InterruptedException {
        if (isDeleted()) {
            Path executable = proc.resolve(Integer.toString(pid)).resolve("exe");
            if (!Files.readSymbolicLink(executable).toString().equals(mapping.path())) {
                throw new NoSuchFileException(path());
            }
            return ElfFile.open(new HelperFile(commands, executable.toString(), true, deadline));
        }
        try {
            return ElfFile.open(new HelperFile(commands, root(proc) + path(), false, deadline));
        } catch (NoSuchFileException | AccessDeniedException e) {
            ByteArrayOutputStream inode = new ByteArrayOutputStream();
            HelperFile.check(
                    path(),
                    commands.run(List.of("stat", "-c", "%i", "--", path()), inode, HelperFile.left(path(), deadline)));
            if (!inode.toString(StandardCharsets.US_ASCII).strip().equals(Long.toString(mapping.inode()))) throw e;
            return ElfFile.open(new HelperFile(commands, path(), false, deadline));
        }
    }

    private void name(ElfFile file) throws IOException, InterruptedException {
        name(file, file);
    }

    /**
     * Names what has no name yet.
     *
     * @param loaded says what address each place of the file has
     * @param symbols holds the symbols
     */
    private void name(ElfFile loaded, ElfFile symbols) throws IOException, InterruptedException {
        LongSet all = new LongSet();
        for (long place : places) all.add(loaded.address(place));
        long[] addresses = all.sorted();
        @Nullable String[] found = new @Nullable String[addresses.length];
        symbols.name(addresses, found);
        for (int i = 0; i < places.length; i++) {
            if (names[i] == null) names[i] = found[LongSet.indexOf(addresses, loaded.address(places[i]))];
        }
    }
}
