package dev.linnix.cli.top;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal while the view has it: alternate screen, no echo, no cursor. Closing gives it back as it was, also when the
 * JVM is told to end by a signal. Thread-safe.
 */
final class FullScreen implements AutoCloseable {
    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l\033[2J";
    private static final String LEAVE = "\033[?7h\033[?25h\033[0m\033[?1049l";
    private static final String UPDATE = "\033[?2026h";
    private static final String UPDATED = "\033[?2026l";
    private static final long SEQUENCE_MILLIS = 50;
    /** A read without end would hold the lock that closing needs. */
    private static final long READ_MILLIS = 1000;

    private final PrintStream out;
    private final boolean colours;
    private final Terminal terminal;
    private final Attributes before;
    private final Attributes raw;
    private final Thread hook = new Thread(this::restore, "top-restore");
    private List<String> drawn = List.of();
    private boolean ours;
    private boolean closed;

    /**
     * Takes the terminal over.
     *
     * @param out standard output, UTF-8
     * @param colours whether to use them
     * @throws IOException when standard input is no terminal, or it cannot be had
     */
    FullScreen(PrintStream out, boolean colours) throws IOException {
        this.out = out;
        this.colours = colours;
        this.terminal = TerminalBuilder.builder()
                .system(true)
                .provider("ffm")
                .dumb(false)
                .nativeSignals(false)
                .encoding(StandardCharsets.UTF_8)
                .build();
        this.before = terminal.enterRawMode();
        this.raw = terminal.getAttributes();
        // Ctrl-C and Ctrl-Z come as keys, so that the terminal is given back before anything else happens.
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        Runtime.getRuntime().addShutdownHook(hook);
        take();
    }

    private synchronized void take() {
        terminal.setAttributes(raw);
        drawn = List.of();
        ours = true;
        out.print(ENTER);
        out.flush();
    }

    private synchronized void give() {
        if (!ours) return;
        ours = false;
        out.print(LEAVE);
        out.flush();
        terminal.setAttributes(before);
    }

    /** Calls back, on another thread, whenever the size has changed. */
    void onResize(Runnable callback) {
        terminal.handle(Terminal.Signal.WINCH, _ -> callback.run());
    }

    /** {@return columns and lines; a terminal that does not know has 80 and 24} */
    Size size() {
        Size size = terminal.getSize();
        return size.getColumns() < 1 || size.getRows() < 1 ? Size.of(80, 24) : size;
    }

    /** Forgets what is on the screen, so that everything is drawn anew. */
    synchronized void invalidate() {
        drawn = List.of();
    }

    /**
     * Draws what has changed.
     *
     * @throws IOException when the terminal is gone
     */
    synchronized void draw(List<AttributedString> lines) throws IOException {
        if (!ours) return;
        List<String> next = new ArrayList<>();
        for (AttributedString line : lines) next.add(Ansi.of(line, colours));
        boolean anew = next.size() != drawn.size();
        StringBuilder text = new StringBuilder(UPDATE);
        if (anew) text.append("\033[2J");
        for (int i = 0; i < next.size(); i++) {
            if (!anew && next.get(i).equals(drawn.get(i))) continue;
            text.append("\033[").append(i + 1).append(";1H\033[K").append(next.get(i));
        }
        drawn = next;
        out.print(text.append(UPDATED));
        if (out.checkError()) throw new IOException("the terminal cannot be written to");
    }

    /** Hands over keys until the terminal is closed or its input ends; blocks meanwhile. */
    void readKeys(Consumer<Key> sink) throws IOException {
        NonBlockingReader reader = terminal.reader();
        KeyDecoder decoder = new KeyDecoder();
        while (true) {
            int unit = reader.read(decoder.pending() ? SEQUENCE_MILLIS : READ_MILLIS);
            if (unit == NonBlockingReader.EOF) return;
            Optional<Key> key = unit == NonBlockingReader.READ_EXPIRED ? decoder.timeout() : decoder.feed(unit);
            key.ifPresent(sink);
        }
    }

    /** Gives the terminal back, stops this process as Ctrl-Z would, and takes the terminal again when it goes on. */
    void suspend() throws IOException, InterruptedException {
        give();
        new ProcessBuilder(
                        "kill", "-STOP", String.valueOf(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        take();
    }

    private synchronized void restore() {
        if (closed) return;
        closed = true;
        give();
        try {
            terminal.close();
        } catch (IOException e) {
            System.getLogger(FullScreen.class.getName())
                    .log(System.Logger.Level.WARNING, "could not give the terminal back", e);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is on its way down and runs the hook itself.
        }
    }
}
