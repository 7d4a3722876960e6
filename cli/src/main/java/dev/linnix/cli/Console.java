package dev.linnix.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command has to do with the world around it.
 *
 * @param out data
 * @param err complaints
 * @param environment of the process
 * @param terminal whether {@code out} is one
 * @param stateDir where an agent of this host keeps its state, and its token, unless told otherwise
 */
public record Console(
        PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal, Path stateDir) {
    /** Where an agent keeps its state unless told otherwise. */
    public static final Path STATE_DIR = Path.of("/var/lib/linnix");

    /** Copies the environment. */
    public Console {
        environment = Map.copyOf(environment);
    }

    /** {@return the launcher by its whole path, for advice that can be pasted; it need not be on anyone's {@code PATH}} */
    public static String launcher() {
        String home = System.getProperty("linnix.home");
        return home == null ? "linnix" : home + "/linnix";
    }

    /** {@return the console of this process} */
    public static Console ofProcess() {
        return of(
                new StandardOutput(),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** {@return that of this process, but for where it writes} */
    static Console of(PrintStream out, PrintStream err) {
        return new Console(out, err, System.getenv(), Terminal.isTerminal(1), STATE_DIR);
    }

    /** {@return whether the one who reads wants colours} */
    boolean wantsColours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** {@return a view for people} */
    public Terminal view(boolean colours) {
        return new Terminal(out, err, colours && wantsColours());
    }
}
