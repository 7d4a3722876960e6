package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Commands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs in the simplest way. */
final class PlainCommands implements Commands {
    @Override
    public Result run(List<String> command, OutputStream to, Duration timeout)
            throws IOException, InterruptedException {
        Path errors = java.nio.file.Files.createTempFile("linnix", ".err");
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectError(errors.toFile())
                .start();
        try {
            process.getInputStream().transferTo(to);
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            String error = java.nio.file.Files.readString(errors, StandardCharsets.UTF_8);
            return new Result(ended ? process.exitValue() : -1, error, !ended);
        } finally {
            process.destroyForcibly();
            java.nio.file.Files.delete(errors);
        }
    }

    @Override
    public Result read(Path file, long most, OutputStream to, Duration timeout)
            throws IOException, InterruptedException {
        return run(List.of("head", "-c", Long.toString(most), "--", file.toString()), to, timeout);
    }
}
