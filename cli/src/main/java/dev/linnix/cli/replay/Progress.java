package dev.linnix.cli.replay;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.Console;
import dev.linnix.cli.Terminal;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** How far a recording has come, on one line of standard error that is rewritten; nothing where that is no terminal. */
final class Progress implements LongConsumer, AutoCloseable {
    private static final int STANDARD_ERROR = 2;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream err;
    private final boolean shown = Terminal.isTerminal(STANDARD_ERROR);
    private final long begin = System.nanoTime();
    private long toldAt = begin - PAUSE_NANOS;

    Progress(Console console) {
        err = console.err();
    }

    /** Tells how many bytes there are so far. */
    @Override
    public void accept(long bytes) {
        long now = System.nanoTime();
        if (!shown || now - toldAt < PAUSE_NANOS) return;
        toldAt = now;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(now - begin);
        err.print(ERASE_LINE + Amounts.duration(seconds) + ", " + Amounts.bytes(bytes) + " …");
        err.flush();
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (!shown) return;
        err.print(ERASE_LINE);
        err.flush();
    }
}
