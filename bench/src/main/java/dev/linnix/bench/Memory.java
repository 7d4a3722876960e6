package dev.linnix.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of one process in MB (2^20 bytes).
 *
 * @param rss resident set, {@code VmRSS}
 * @param pss resident set with shared pages divided among their users
 * @param anon anonymous part of the resident set, {@code RssAnon}
 */
record Memory(double rss, double pss, double anon) {

    /** {@return the memory of this process now} */
    static Memory of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        return new Memory(
                rss(pid),
                megabytes(proc.resolve("smaps_rollup"), "Pss:"),
                megabytes(proc.resolve("status"), "RssAnon:"));
    }

    /** {@return the resident set of this process now, MB; cheaper than all three} */
    static double rss(long pid) throws IOException {
        return megabytes(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
    }

    private static double megabytes(Path file, String field) throws IOException {
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.substring(field.length()).trim().split(" ")[0]) / 1024.0;
            }
        }
        throw new IOException(file + " has no field " + field);
    }
}
