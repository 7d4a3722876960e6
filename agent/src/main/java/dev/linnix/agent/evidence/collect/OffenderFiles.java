package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has open: by kind, by target, and one by one. Reads links only, which wait for nobody. */
final class OffenderFiles {
    /** Descriptors looked at: reading a link takes 2 µs, so that these take about 50 ms. */
    static final int MOST_READ = 20_000;

    private static final int MOST_LISTED = 500;
    private static final int MOST_TARGETS = 30;
    private static final Pattern NUMBERED = Pattern.compile("(socket|pipe):\\[(\\d{1,18})]");

    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Map<String, Integer> targets = new HashMap<>();
    private final Map<Long, Integer> sockets = new LinkedHashMap<>();
    private final List<String> listed = new ArrayList<>();
    private int read;
    private boolean more;

    private OffenderFiles() {}

    /** {@return whether it was denied; else {@code files.txt} and {@code sockets.txt} are written} */
    static boolean collect(Path process, Output output) throws IOException {
        OffenderFiles files = new OffenderFiles();
        try {
            files.read(process.resolve("fd"));
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            Reading.say(Reading.outcome(e), "open files", "", "it has just ended", "" + e.getMessage(), output);
            return false;
        }
        try (OutputStream to = output.text("files.txt")) {
            files.write(to);
        }
        if (!files.sockets.isEmpty()) Sockets.collect(process, files.sockets, output);
        return false;
    }

    private void read(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (read == MOST_READ || Thread.currentThread().isInterrupted()) {
                    more = true;
                    return;
                }
                link(entry);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void link(Path entry) throws IOException {
        String target;
        try {
            target = Files.readSymbolicLink(entry).toString();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            return; // closed meanwhile
        }
        read++;
        kinds.merge(kind(target), 1, Integer::sum);
        Matcher numbered = NUMBERED.matcher(target);
        boolean isNumbered = numbered.matches();
        targets.merge(isNumbered ? numbered.group(1) : target, 1, Integer::sum);
        if (isNumbered && numbered.group(1).equals("socket")) {
            sockets.put(Long.parseLong(numbered.group(2)), Integer.parseInt("" + entry.getFileName()));
        }
        if (listed.size() < MOST_LISTED) listed.add(entry.getFileName() + " -> " + target);
    }

    private static String kind(String target) {
        if (target.startsWith("socket:")) return "socket";
        if (target.startsWith("pipe:")) return "pipe";
        if (target.startsWith("anon_inode:")) return target.substring("anon_inode:".length());
        if (target.startsWith("/memfd:")) return "memfd";
        if (target.endsWith(" (deleted)")) return "deleted file";
        return target.startsWith("/dev/") ? "device" : target.startsWith("/") ? "file" : "other";
    }

    private void write(OutputStream to) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(read)
                .append(" open descriptors")
                .append(more ? ", and more" : "")
                .append("\n\n");
        text.append("# By kind\n");
        kinds.forEach((kind, count) -> row(text, count, kind));
        text.append("\n# The most frequent targets\n");
        targets.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_TARGETS)
                .forEach(target -> row(text, target.getValue(), target.getKey()));
        text.append("\n# The first ").append(listed.size()).append('\n');
        Reading.write(to, text.toString());
        for (String line : listed) Reading.write(to, line.replace('\n', ' ') + "\n");
    }

    private static void row(StringBuilder text, int count, String what) {
        text.append(String.format(Locale.ROOT, "%8d  ", count))
                .append(what.replace('\n', ' '))
                .append('\n');
    }
}
