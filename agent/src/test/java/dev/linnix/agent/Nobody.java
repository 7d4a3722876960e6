package dev.linnix.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a JVM as user nobody with some capabilities. */
public final class Nobody {
    /** The user's number. */
    public static final int UID = 65534;

    private static final List<String> NEEDED = List.of("linnix", "target", "jspecify", "awaitility", "hamcrest");

    private Nobody() {}

    /**
     * Runs a main class to its end.
     *
     * @param directory to itself; what the class path names is copied there, as others may not enter where the build works
     * @param capabilities each behind {@code ,+}
     * @return what it printed
     */
    public static String run(Path directory, String capabilities, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + UID,
                "--regid=" + UID,
                "--clear-groups",
                "--inh-caps=-all" + capabilities,
                "--ambient-caps=-all" + capabilities,
                "--bounding-set=-all" + capabilities,
                "--no-new-privs",
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                readableClassPath(directory),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(main + " did not end");
        }
        return output;
    }

    private static String readableClassPath(Path directory) throws IOException {
        List<String> copies = new ArrayList<>();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (NEEDED.stream().noneMatch(entry::contains)) continue;
            Path from = Path.of(entry);
            Path to = directory.resolve("cp" + copies.size());
            copies.add(to.toString());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return String.join(":", copies);
    }
}
