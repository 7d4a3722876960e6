package dev.linnix.evidence;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which names archives, and the files in them, may have. */
public final class BundleNames {
    /** How the name of an archive ends. */
    public static final String SUFFIX = ".tar.zst";

    /** Longest path of a file in an archive, without the folder: what the header of a tar has room for. */
    public static final int LONGEST_PATH = 100;

    private static final Pattern ARCHIVE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,146}\\.tar\\.zst");
    private static final Pattern BUNDLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.\\.?(/.*)?");

    private BundleNames() {}

    /** {@return whether an archive may be called so: it is safe as the name of a file anywhere} */
    public static boolean isArchive(String name) {
        return ARCHIVE.matcher(name).matches();
    }

    /** {@return whether a bundle, that is an incident, may have this id} */
    public static boolean isId(String id) {
        return BUNDLE.matcher(id).matches();
    }

    /** {@return whether a file in an archive may have this path: relative, and nowhere but below its folder} */
    public static boolean isPath(String path) {
        return path.length() <= LONGEST_PATH
                && PATH.matcher(path).matches()
                && !DOTS.matcher(path).matches();
    }

    /** {@return the folder an archive unpacks to} */
    public static String folder(String archive) {
        if (!isArchive(archive)) throw new IllegalArgumentException("no name of an archive: " + archive);
        return archive.substring(0, archive.length() - SUFFIX.length());
    }

    /** {@return the path below the folder; empty when the name is no folder and a path below it} */
    static Optional<String> within(String folder, String name) {
        String begin = folder + "/";
        if (!name.startsWith(begin)) return Optional.empty();
        String path = name.substring(begin.length());
        return isPath(path) ? Optional.of(path) : Optional.empty();
    }
}
