package dev.linnix.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the Java processes that are measured are started: with the shipped flags, or with the second compiler beside. */
final class Jvm {
    /** Undoes the shipped choice of the first compiler alone. */
    static final List<String> SECOND_COMPILER = List.of("-XX:TieredStopAtLevel=4", "-XX:ReservedCodeCacheSize=64m");

    private Jvm() {}

    /** {@return the root of the installation, as the launcher says} */
    static Path home() throws IOException {
        String home = System.getProperty("linnix.home");
        if (home == null) throw new IOException("linnix.home is not set; run this by ./linnix bench");
        return Path.of(home);
    }

    /** {@return the shipped flags that bear on the figures, for people} */
    static String flags() throws IOException {
        return String.join(
                " ",
                Files.readAllLines(options(), StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("-X") && !line.startsWith("-Xlog"))
                        .toList());
    }

    /** {@return the command that runs a worker of the benchmark with the shipped flags, then these} */
    static List<String> worker(List<String> flags, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "@" + options()));
        command.addAll(flags);
        command.addAll(
                List.of("-Dlinnix.home=" + home(), "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** {@return the command that runs the agent exactly as the launcher does} */
    static List<String> agent(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "@" + options()));
        String launched = System.getProperty("linnix.agent");
        if (launched != null) command.add("@" + launched);
        else command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.linnix.agent.Main");
        command.addAll(arguments);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path options() throws IOException {
        return home().resolve("jvm.options");
    }
}
