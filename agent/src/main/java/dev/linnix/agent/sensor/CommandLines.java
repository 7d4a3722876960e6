package dev.linnix.agent.sensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads command lines of running processes. A read of {@code /proc/PID/cmdline} waits for the process's memory map, and
 * a process that is stuck holding it makes the reader stuck as well, beyond any signal. So the reads are made by a helper
 * process ({@code head}) with a deadline; one that does not finish is killed, given up and counted. Not thread-safe.
 */
final class CommandLines {
    /** Bytes read of each; the first beyond what a record holds tells whether there are more. */
    static final int READ_BYTES = 257;

    private static final int BATCH = 128;
    private static final long BATCH_MILLIS = 300;
    private static final long TOTAL_MILLIS = 3000;
    private static final byte[] END = "/cmdline <==\n".getBytes(StandardCharsets.US_ASCII);

    private final String proc;
    private long abandoned;

    /** Reads below this directory, {@code /proc} but for tests. */
    CommandLines(Path proc) {
        this.proc = proc.toString();
    }

    /** {@return processes whose command line was given up} */
    long abandoned() {
        return abandoned;
    }

    /**
     * Reads within three seconds. A batch that does not come back is halved and tried again, which soon leaves nothing but
     * the stuck process unread.
     *
     * @return command lines by pid, at most {@value #READ_BYTES} bytes each; absent where there is none to read
     */
    Map<Integer, byte[]> read(List<Integer> pids) {
        Map<Integer, byte[]> found = new HashMap<>();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TOTAL_MILLIS);
        ArrayDeque<List<Integer>> waiting = new ArrayDeque<>();
        for (int from = 0; from < pids.size(); from += BATCH) {
            waiting.add(pids.subList(from, Math.min(pids.size(), from + BATCH)));
        }
        while (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
            List<Integer> batch = waiting.poll();
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left > 0 && readBatch(batch, Math.min(left, BATCH_MILLIS), found)) continue;
            int half = batch.size() / 2;
            if (left <= 0 || half == 0) {
                abandoned += batch.size();
            } else {
                waiting.add(batch.subList(0, half));
                waiting.add(batch.subList(half, batch.size()));
            }
        }
        return found;
    }

    /** {@return whether the helper ended by itself; what it read is taken only then} */
    private boolean readBatch(List<Integer> pids, long millis, Map<Integer, byte[]> found) {
        // The names head prints between the files tell them apart. A command line could hold such a name, so each batch
        // spells the directory in a way that cannot be foreseen.
        String prefix = proc + unforeseeableSlashes();
        List<String> command = new ArrayList<>(List.of("head", "-v", "-c", Integer.toString(READ_BYTES)));
        for (int pid : pids) command.add(prefix + pid + "/cmdline");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process helper;
        try {
            helper = builder.start();
        } catch (IOException e) {
            return false;
        }
        try {
            byte[] output = drain(helper, millis);
            if (helper.isAlive()) return false;
            split(output, ("==> " + prefix).getBytes(StandardCharsets.US_ASCII), found);
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            helper.destroyForcibly();
        }
    }

    /** Takes what is there without ever blocking on the pipe, until the helper ends or the time is over. */
    private static byte[] drain(Process helper, long millis) throws IOException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try (InputStream in = helper.getInputStream()) {
            boolean ended = false;
            while (!ended && System.nanoTime() < deadline) {
                ended = helper.waitFor(1, TimeUnit.MILLISECONDS);
                for (int n = in.available(); n > 0; n = in.available()) output.write(in.readNBytes(n));
            }
        }
        return output.toByteArray();
    }

    private static String unforeseeableSlashes() {
        StringBuilder slashes = new StringBuilder("/");
        int bits = new SecureRandom().nextInt();
        for (int i = 0; i < Integer.SIZE; i++) slashes.append((bits >>> i & 1) == 0 ? "/" : "./");
        return slashes.toString();
    }

    private static void split(byte[] output, byte[] mark, Map<Integer, byte[]> found) {
        int at = indexOf(output, mark, 0);
        while (at >= 0) {
            int end = indexOf(output, END, at + mark.length);
            if (end < 0) return;
            int pid = Integer.parseInt(
                    new String(output, at + mark.length, end - at - mark.length, StandardCharsets.US_ASCII));
            int body = end + END.length;
            int next = indexOf(output, mark, body);
            int stop = next < 0 ? output.length : next - 1; // head puts a newline before each name but the first
            if (stop > body) found.put(pid, Arrays.copyOfRange(output, body, stop));
            at = next;
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) return at;
        }
        return -1;
    }
}
