package dev.linnix.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks an agent. */
public abstract class AgentCommand extends WithHelp implements Callable<Integer> {
    /** Where an agent listens unless told otherwise. */
    public static final String DEFAULT_URL = "http://127.0.0.1:3000";

    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

    /** Where to read and write. */
    protected final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the agent (default: $LINNIX_URL, or else " + DEFAULT_URL + ").")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the agent's token (default: $LINNIX_API_TOKEN, else that of this host's agent,"
                    + " /var/lib/linnix/api.token, where it can be read).")
    private @Nullable Path tokenFile;

    @Option(names = "--no-color", description = "No colours, on a terminal neither.")
    private boolean noColor;

    /** Creates one. */
    protected AgentCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        URI address = address();
        return run(new Agent(address, token(address)), console.view(!noColor));
    }

    /**
     * Does the work.
     *
     * @param terminal for people
     * @return an {@link ExitCode}
     */
    protected abstract int run(Agent agent, Terminal terminal) throws CommandException, IOException;

    /** {@return whether JSON is wanted} */
    protected final boolean json() {
        return json;
    }

    /** {@return whether colours are wanted} */
    protected final boolean colours() {
        return !noColor && console.wantsColours();
    }

    /** Prints JSON of the agent's, see {@link Json#line}. */
    protected final void printJson(String text) {
        console.out().println(Json.line(text));
    }

    /** {@return an error about the command line} */
    protected final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** {@return the address of the agent; checked} */
    private URI address() {
        String given = url != null ? url : console.environment().getOrDefault("LINNIX_URL", "");
        String text = given.isBlank() ? DEFAULT_URL : given.strip();
        String source = url != null ? "--url" : "LINNIX_URL";
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme();
            if (("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null && isRoot(uri)) {
                return URI.create(scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw usage(source + ": expected http://HOST:PORT, found '" + text + "'");
    }

    private static boolean isRoot(URI uri) {
        return (uri.getPath().isEmpty() || uri.getPath().equals("/"))
                && uri.getQuery() == null
                && uri.getUserInfo() == null;
    }

    private @Nullable String token(URI address) {
        if (tokenFile != null) return checked(read(tokenFile), tokenFile.toString());
        String given =
                console.environment().getOrDefault("LINNIX_API_TOKEN", "").strip();
        if (!given.isEmpty()) return checked(given, "LINNIX_API_TOKEN");
        // The token of this host's agent is not for others.
        Path ofThisHost = new HostAgent(console.stateDir(), Path.of("/proc/locks")).tokenFor(address);
        return ofThisHost == null ? null : checked(read(ofThisHost), ofThisHost.toString());
    }

    private String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException _) {
            throw usage(file + ": there is no such file");
        } catch (AccessDeniedException _) {
            throw usage(file + ": no permission to read it");
        } catch (IOException e) {
            throw usage(file + ": " + (e.getMessage() == null ? "not a text" : e.getMessage()));
        }
    }

    private String checked(String token, String source) {
        if (TOKEN.matcher(token).matches()) return token;
        throw usage(source + ": expected one word of printable ASCII as token, found something else");
    }
}
