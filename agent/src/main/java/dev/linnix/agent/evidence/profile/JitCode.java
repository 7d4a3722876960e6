package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a process compiled at run time, by the map it left, if it left one. Not thread-safe. */
final class JitCode {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_STATUS = 16 << 10;

    private final int pid;
    private final LongSet wanted = new LongSet();
    private long[] addresses = {};
    private @Nullable String[] names = {};

    JitCode(int pid) {
        this.pid = pid;
    }

    void want(long address) {
        wanted.add(address);
    }

    @Nullable
    String name(long address) {
        int at = LongSet.indexOf(addresses, address);
        return at < 0 ? null : names[at];
    }

    /**
     * Reads the map. It is where the process sees {@code /tmp}, under the id the process sees itself by, and it must belong to
     * the user of the process: anyone may write there.
     *
     * @param deadline of {@link System#nanoTime}, behind which nothing is waited for
     * @return why there are no names; empty when there are
     */
    String resolve(Path proc, Commands commands, long deadline) throws InterruptedException {
        addresses = wanted.sorted();
        names = new @Nullable String[addresses.length];
        Path directory = proc.resolve(Integer.toString(pid));
        try {
            ByteArrayOutputStream status = new ByteArrayOutputStream();
            HelperFile.check(
                    "status",
                    commands.read(
                            directory.resolve("status"), MOST_STATUS, status, HelperFile.left("status", deadline)));
            String innerPid = lastField(status, "NSpid:");
            String uid = firstField(status, "Uid:");
            String file = directory.resolve("root") + "/tmp/perf-" + innerPid + ".map";
            ByteArrayOutputStream facts = new ByteArrayOutputStream();
            HelperFile.check(
                    file,
                    commands.run(List.of("stat", "-c", "%F %u", "--", file), facts, HelperFile.left(file, deadline)));
            if (!facts.toString(StandardCharsets.US_ASCII).strip().equals("regular file " + uid)) {
                return "its map is no file of the user who runs it";
            }
            try (PerfMap map = new PerfMap(addresses, names)) {
                new HelperFile(commands, file, false, deadline).read(0, MOST_BYTES, map);
            }
            return "";
        } catch (InterruptedIOException e) {
            return Module.NOT_IN_TIME;
        } catch (NoSuchFileException e) {
            return "there is no perf map of it";
        } catch (AccessDeniedException e) {
            return "its perf map may not be read";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String firstField(ByteArrayOutputStream status, String key) {
        return fields(status, key)[0];
    }

    private static String lastField(ByteArrayOutputStream status, String key) {
        String[] fields = fields(status, key);
        return fields[fields.length - 1];
    }

    private static String[] fields(ByteArrayOutputStream status, String key) {
        return status.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().split("\\s+"))
                .findFirst()
                .orElse(new String[] {"?"});
    }
}
