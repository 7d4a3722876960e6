package dev.linnix.cli.top;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A terminal of a given size, by a tmux server of its own. */
final class Pane implements AutoCloseable {
    private final String socket;

    /**
     * Opens one with a shell in it.
     *
     * @param directory for the server's socket
     */
    Pane(Path directory, int width, int height) throws IOException {
        socket = directory.resolve("tmux").toString();
        // With the shell's own line editor the prompt would come and go; a plain sh leaves the screen alone.
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "" + width, "-y", "" + height, "env PS1='$ ' sh");
    }

    /** Types a line. */
    void type(String line) throws IOException {
        tmux("send-keys", "-l", line);
        press("Enter");
    }

    /** Presses keys by tmux's names. */
    void press(String... keys) throws IOException {
        List<String> words = new ArrayList<>(List.of("send-keys"));
        words.addAll(List.of(keys));
        tmux(words.toArray(String[]::new));
    }

    void resize(int width, int height) throws IOException {
        tmux("resize-window", "-x", "" + width, "-y", "" + height);
    }

    /** {@return what is on the screen} */
    String text() throws IOException {
        return tmux("capture-pane", "-p");
    }

    /** {@return a value of tmux, such as {@code alternate_on}} */
    String value(String name) throws IOException {
        return tmux("display-message", "-p", "#{" + name + "}").strip();
    }

    private String tmux(String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of("tmux", "-S", socket));
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (status(process) != 0) throw new IOException(String.join(" ", words) + ": " + out);
        return out;
    }

    /** {@return its exit status, -1 when it does not end} */
    private static int status(Process process) {
        try {
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        tmux("kill-server");
    }
}
