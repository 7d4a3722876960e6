package dev.linnix.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program of the tests in a JVM of a user without rights, but for capabilities that are named. */
public final class Nobody {
    private static final String USER = "65534";

    private Nobody() {}

    /**
     * {@return what it printed}
     *
     * @param directory that may be made readable for all
     * @param capabilities as setpriv takes them, e.g. {@code ,+bpf}
     */
    public static String run(Path directory, String capabilities, String main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "--inh-caps=-all" + capabilities,
                "--ambient-caps=-all" + capabilities,
                "--bounding-set=-all" + capabilities,
                "--no-new-privs",
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                readableClassPath(directory),
                main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it did not end: " + output);
        }
        return output;
    }

    /** Others may not enter the directories the build works in. */
    private static String readableClassPath(Path directory) throws IOException {
        List<String> copies = new ArrayList<>();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path from = Path.of(entry);
            if (!entry.contains("linnix")
                    && !entry.contains("target")
                    && !entry.contains("jspecify")
                    && !entry.contains("awaitility")
                    && !entry.contains("hamcrest")) continue;
            Path to = directory.resolve("cp" + copies.size());
            copies.add(to.toString());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList())
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
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
