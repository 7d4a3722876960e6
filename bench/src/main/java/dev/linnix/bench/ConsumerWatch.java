package dev.linnix.bench;

import dev.linnix.kernel.KernelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks from outside at how far a process has come with reading its ring: that the first record has reached its reader
 * is seen without asking it.
 */
final class ConsumerWatch {
    private static final String RINGBUF_TYPE = "map_type:\t27";
    private static final String MAX_ENTRIES = "max_entries:\t";
    private static final String MAP_ID = "map_id:\t";

    private final Path proc;
    private Optional<SharedRing> ring = Optional.empty();

    /** Prepares to watch this process. */
    ConsumerWatch(long pid) {
        proc = Path.of("/proc", Long.toString(pid));
    }

    /** {@return whether the process has taken a record out of its ring} */
    boolean hasConsumed() throws KernelException {
        if (ring.isEmpty()) ring = find();
        return ring.isPresent() && ring.get().consumerPosition() > 0;
    }

    /** The descriptors come and go while it starts; one that is gone is looked for the next time. */
    private Optional<SharedRing> find() throws KernelException {
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (!Files.readSymbolicLink(descriptor).toString().equals("anon_inode:bpf-map")) continue;
                List<String> info = Files.readAllLines(
                        proc.resolve("fdinfo").resolve(descriptor.getFileName()), StandardCharsets.US_ASCII);
                if (!info.contains(RINGBUF_TYPE)) continue;
                return Optional.of(new SharedRing((int) number(info, MAP_ID), number(info, MAX_ENTRIES)));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static long number(List<String> info, String key) {
        return info.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.substring(key.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("fdinfo has no " + key.strip()));
    }
}
