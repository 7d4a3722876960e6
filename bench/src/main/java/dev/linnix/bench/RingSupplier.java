package dev.linnix.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The C program that owns a ring, fills it, and drains it as the yardstick. */
final class RingSupplier implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Child process;
    private final int mapId;
    private final long bytes;

    /**
     * Starts it.
     *
     * @param bytes of the ring, a power of two
     * @param alive processes living at one time
     * @param execs whether every process runs a program
     */
    RingSupplier(Bench bench, long bytes, int alive, boolean execs) throws IOException, InterruptedException {
        this.bytes = bytes;
        process = bench.start(
                "ring",
                List.of(
                        bench.tools().program("ring").toString(),
                        bench.tools().fillObject().toString(),
                        Long.toString(bytes),
                        Integer.toString(alive),
                        execs ? "1" : "0"));
        mapId = Integer.parseInt(process.words(TIMEOUT)[0]);
    }

    String mapId() {
        return Integer.toString(mapId);
    }

    String bytes() {
        return Long.toString(bytes);
    }

    /**
     * Writes so many steps of life.
     *
     * @return the records written; none may be dropped
     */
    long fill(int steps) throws IOException, InterruptedException {
        String[] answer = process.ask("fill " + steps, TIMEOUT);
        if (!answer[1].equals("0")) throw new IOException("the ring is too small: " + answer[1] + " records dropped");
        return Long.parseLong(answer[0]);
    }

    /**
     * Drains by libbpf's consumer.
     *
     * @return the time per record, ns
     */
    double drain(long expected) throws IOException, InterruptedException {
        return nsPerRecord(process.ask("drain", TIMEOUT), expected);
    }

    /** {@return the time per record, ns, from an answer "records nanoseconds …"} */
    static double nsPerRecord(String[] answer, long expected) throws IOException {
        long records = Long.parseLong(answer[0]);
        if (records != expected) throw new IOException("drained " + records + " of " + expected + " records");
        return Double.parseDouble(answer[1]) / records;
    }

    /**
     * What a paced run did.
     *
     * @param records produced, dropped ones included
     * @param dropped because the ring was full
     * @param perSecond records produced a second
     */
    record Paced(long records, long dropped, double perSecond) {
        /** {@return records the ring took} */
        long kept() {
            return records - dropped;
        }
    }

    /** Writes {@code stepsPerSecond} for so long. */
    Paced pace(long stepsPerSecond, int millis) throws IOException, InterruptedException {
        String[] answer = process.ask("pace " + stepsPerSecond + " " + millis, TIMEOUT);
        long records = Long.parseLong(answer[0]);
        return new Paced(records, Long.parseLong(answer[1]), records * 1e9 / Double.parseDouble(answer[3]));
    }

    @Override
    public void close() {
        process.close();
    }
}
