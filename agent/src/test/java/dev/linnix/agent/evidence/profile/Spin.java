package dev.linnix.agent.evidence.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A C program that spends its time in {@code inner_busy}, called by {@code outer_busy}, called by {@code main}. */
final class Spin implements AutoCloseable {
    private final Process process;
    private final String said;

    private Spin(Process process) throws IOException {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    /** {@return the program, compiled with these options} */
    static Path compile(Path directory, String... options) throws IOException, InterruptedException {
        Path binary = directory.resolve("spin");
        List<String> command = new ArrayList<>(List.of("clang", "-O2", "-o", binary.toString(), "src/test/c/spin.c"));
        command.addAll(List.of(options));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) throw new IOException("clang failed");
        return binary;
    }

    /** Starts it, and waits until it spins. */
    static Spin start(Path binary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        return new Spin(new ProcessBuilder(command).start());
    }

    long pid() {
        return process.pid();
    }

    /** {@return its first line} */
    String said() {
        return said;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // which ends it
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
