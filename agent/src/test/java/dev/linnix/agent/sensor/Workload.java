package dev.linnix.agent.sensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The C program that does what a live test wants to see; compiled once per test run. */
final class Workload {
    /** The binary, at a path without symbolic links. */
    static final Path BINARY = compile();

    private Workload() {}

    private static Path compile() {
        try {
            Path directory = Files.createTempDirectory("linnix-workload").toRealPath();
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            directory.toFile().deleteOnExit();
            Path binary = directory.resolve("workload");
            Process clang = new ProcessBuilder(
                            "clang", "-O2", "-pthread", "-o", binary.toString(), "src/test/c/workload.c")
                    .inheritIO()
                    .start();
            if (clang.waitFor() != 0) throw new IllegalStateException("clang failed on src/test/c/workload.c");
            binary.toFile().deleteOnExit();
            return binary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(BINARY.toString()));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command));
    }

    static Process start(ProcessBuilder builder) throws IOException {
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Waits for the end. {@return the exit code} */
    static int finish(Process process) throws InterruptedException {
        if (process.waitFor(60, TimeUnit.SECONDS)) return process.exitValue();
        process.destroyForcibly();
        throw new AssertionError("the workload did not end");
    }
}
