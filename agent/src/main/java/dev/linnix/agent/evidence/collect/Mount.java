package dev.linnix.agent.evidence.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code /proc/mounts}.
 *
 * @param source device or share
 * @param point where it is mounted
 * @param type of the file system
 * @param options between commas
 */
record Mount(String source, String point, String type, String options) {
    private static final int MOST = 4096;

    /** {@return at most 4096 of them, in order; reading them asks no file system} */
    static List<Mount> all(Path proc) throws IOException {
        List<Mount> mounts = new ArrayList<>();
        try (Lines lines = new Lines(8192, line -> {
            String[] fields = line.split(" ");
            if (fields.length >= 4) mounts.add(new Mount(plain(fields[0]), plain(fields[1]), fields[2], fields[3]));
            return mounts.size() < MOST;
        })) {
            Reading.copy(proc.resolve("mounts"), lines);
        }
        return mounts;
    }

    boolean isSmb() {
        return type.equals("cifs") || type.equals("smb3");
    }

    boolean has(String option) {
        return List.of(options.split(",")).contains(option);
    }

    /** The kernel writes space, tab, newline and backslash as octal numbers; the rest are bytes of UTF-8. */
    private static String plain(String latin) {
        StringBuilder bytes = new StringBuilder(latin.length());
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            boolean octal = c == '\\'
                    && i + 3 < latin.length()
                    && latin.substring(i + 1, i + 4).matches("[0-3][0-7]{2}");
            bytes.append(octal ? (char) Integer.parseInt(latin.substring(i + 1, i + 4), 8) : c);
            if (octal) i += 3;
        }
        return new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
