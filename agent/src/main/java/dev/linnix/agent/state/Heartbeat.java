package dev.linnix.agent.state;

import dev.linnix.agent.host.WallClock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small file rewritten once a second while the agent lives and removed when it ends in good order. One that is there
 * at the start tells since when nobody watched. Never flushed to the disk: a crash of the agent leaves it in the page
 * cache, and after a crash of the host an older one is still true enough. {@link #beat} is confined to one thread.
 */
public final class Heartbeat implements Closeable {
    private static final String FILE = "heartbeat";

    /**
     * A time nobody watched.
     *
     * @param from last sign of life of the agent before
     * @param to start of this one
     * @param rebooted whether the host was started anew in between
     */
    public record Blind(Instant from, Instant to, boolean rebooted) {}

    private final StateDir dir;
    private final String bootId;
    private final WallClock clock;
    private final Optional<Blind> blind;
    private final FileChannel channel;
    private final AtomicLong errors = new AtomicLong();

    /** Reads what the agent before left, and writes the first beat. */
    public Heartbeat(StateDir dir, String bootId, WallClock clock) throws IOException {
        this.dir = dir;
        this.bootId = bootId;
        this.clock = clock;
        this.blind = parse(dir.read(FILE));
        this.channel = dir.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        beat();
    }

    /** {@return the time nobody watched before this start; empty when the agent before ended in good order} */
    public Optional<Blind> blind() {
        return blind;
    }

    /** {@return beats that could not be written} */
    public long errors() {
        return errors.get();
    }

    /** Says that the agent lives. An error is counted, never thrown. */
    public void beat() {
        long now = clock.nowNs();
        // Same length each time, so that overwriting in place leaves no rest.
        String line = bootId + ' ' + digits(now) + ' ' + digits(clock.wall(now).toEpochMilli()) + '\n';
        try {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            errors.incrementAndGet();
        }
    }

    /** Not by a format, which costs more than all the rest of a beat. */
    private static String digits(long number) {
        String digits = Long.toString(number);
        return " ".repeat(Math.max(0, 20 - digits.length())) + digits;
    }

    private Optional<Blind> parse(String text) {
        if (text.isEmpty()) return Optional.empty();
        String[] words = text.strip().split(" +");
        long now = clock.nowNs();
        try {
            boolean rebooted = !words[0].equals(bootId);
            Instant from =
                    rebooted ? Instant.ofEpochMilli(Long.parseLong(words[2])) : clock.wall(Long.parseLong(words[1]));
            return Optional.of(new Blind(from, clock.wall(now), rebooted));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException | DateTimeException e) {
            // Cut short by a crash of the host: that it is there still says that the end was not clean.
            System.getLogger(Heartbeat.class.getName())
                    .log(System.Logger.Level.WARNING, "the heartbeat of the agent before is unreadable; ignored");
            return Optional.empty();
        }
    }

    /** Ends in good order: removes the file. */
    @Override
    public void close() throws IOException {
        channel.close();
        dir.delete(FILE);
    }
}
