package dev.linnix.cli;

import dev.linnix.cli.top.Top;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linnix top}. */
@Command(
        name = "top",
        description = {
            "Shows what a running agent sees: whether it can be believed, pressure, incidents,",
            "and the tree of processes sorted by the resource at fault. Full screen on a",
            "terminal, a block of lines for each interval anywhere else.",
        },
        footer = {
            "",
            "Keys: q quit; c m f d sort by CPU, memory, forks, file descriptors; a sort by the",
            "resource at fault; / filter; arrows, PgUp and PgDn scroll; Tab chooses an",
            "incident; i or Enter shows its numbers, Esc goes back; p pause; ? help.",
            "",
            "Exits 0 when told to end, 2 when the command line makes no sense, 3 when the agent",
            "does not answer. Times are UTC. NO_COLOR turns colours off.",
        })
final class TopCommand extends WithHelp implements Callable<Integer> {
    private static final String USUAL_URL = "http://127.0.0.1:3000";
    private static final double SHORTEST = 0.2;
    private static final double LONGEST = 60;
    private static final int LONGEST_TOKEN = 4096;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the agent listens (default: LINNIX_URL, else " + USUAL_URL + ").")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the agent's token (default: the token in LINNIX_API_TOKEN, if any).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "Time between questions, 0.2 to 60 (default: 1).")
    private double interval = 1;

    @Option(names = "--count", paramLabel = "N", description = "Print N blocks of lines, then end.")
    private @Nullable Integer count;

    @Option(names = "--once", description = "The same as --count 1.")
    private boolean once;

    @Option(names = "--json", description = "One JSON object a line and interval.")
    private boolean json;

    TopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(interval >= SHORTEST && interval <= LONGEST)) {
            throw usage("--interval: expected 0.2 to 60 seconds, found " + interval);
        }
        Duration pause = Duration.ofMillis(Math.round(interval * 1000));
        return new Top(
                        new Top.Options(agent(), token(), pause, blocks(), json, console.wantsColours()),
                        console.out(),
                        console.err())
                .run();
    }

    private int blocks() {
        if (once && count != null) throw usage("--once and --count exclude each other");
        if (once) return 1;
        if (count == null) return 0;
        if (count < 1) throw usage("--count: expected 1 or more, found " + count);
        return count;
    }

    private URI agent() {
        String fromEnvironment = System.getenv("LINNIX_URL");
        String name = url != null || fromEnvironment == null ? "--url" : "LINNIX_URL";
        String text = url != null ? url : fromEnvironment != null ? fromEnvironment : USUAL_URL;
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getQuery() == null) return uri;
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw usage(name + ": expected http://HOST:PORT, found '" + text + "'");
    }

    private @Nullable String token() {
        String token = tokenFile == null ? System.getenv("LINNIX_API_TOKEN") : read(tokenFile);
        if (token == null || token.isBlank()) {
            if (tokenFile != null) throw usage("--token-file: " + tokenFile + " holds no token");
            return null;
        }
        String bare = token.strip();
        if (bare.length() > LONGEST_TOKEN || !bare.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            String name = tokenFile == null ? "LINNIX_API_TOKEN" : "--token-file";
            throw usage(name + ": expected one word of visible ASCII characters");
        }
        return bare;
    }

    private String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw usage("--token-file: cannot read " + file + " (" + e.getMessage() + ")");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
