package dev.linnix.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sessions of processes, as /proc tells them. */
final class Session {
    private Session() {}

    /** {@return the session of a live process, -1 when there is none; a zombie does not live} */
    static long of(long pid) {
        try {
            // The name before the state is any bytes in brackets; what follows the last bracket is plain.
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") || fields[0].equals("X") ? -1 : Long.parseLong(fields[3]);
        } catch (IOException _) {
            return -1; // It has ended: no such file, or no such process while reading.
        }
    }

    /** {@return the live processes of a session} */
    static List<Long> members(long session) throws IOException {
        List<Long> members = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (of(pid) == session) members.add(pid);
            }
        } catch (NoSuchFileException e) {
            throw new IOException("/proc is not mounted", e);
        }
        return members;
    }
}
