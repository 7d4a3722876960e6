package dev.linnix.evidence;

import dev.linnix.evidence.Manifest.CollectorInfo;
import dev.linnix.evidence.Manifest.FileInfo;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Manifests as JSON, for people too: indented, names in lower_snake_case, what is not known left out. Thread-safe. */
public final class ManifestJson {
    /** Most bytes of a manifest that are read or written. */
    public static final int MOST_BYTES = 4 << 20;

    private static final int MAJOR = 1;
    private static final int MINOR = 0;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private static final Jsonb JSONB = Jsonb.builder().serializeNulls(false).build();
    private static final JsonType<Manifest> MANIFEST = JSONB.type(Manifest.class);
    private static final JsonType<Version> FORMAT = JSONB.type(Version.class);

    /**
     * What every version has.
     *
     * @param format version
     */
    @Json
    record Version(@Nullable String format) {}

    private ManifestJson() {}

    /** {@return the manifest as UTF-8, ended by a line feed} */
    public static byte[] bytes(Manifest manifest) {
        return (MANIFEST.toJsonPretty(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * {@return the manifest these bytes hold; keys it does not know are passed over}
     *
     * @param archive begins each message
     * @throws BundleException when it is none, lacks something, or is of another major version
     */
    public static Manifest read(String archive, byte[] bytes) throws BundleException {
        try {
            String format = FORMAT.fromJson(bytes).format();
            Matcher version = VERSION.matcher(format == null ? "" : format);
            if (!version.matches() || Integer.parseInt(version.group(1)) != MAJOR) {
                throw new BundleException(
                        archive + ": the bundle is of format '" + shown(format) + "' and this program reads format "
                                + MAJOR + " only: use the release of Linnix that wrote it");
            }
            return checked(archive, MANIFEST.fromJson(bytes));
        } catch (JsonException | IllegalStateException | IllegalArgumentException e) {
            throw new BundleException(
                    archive + ": " + Manifest.NAME + " is not the JSON expected (" + firstLine(e) + ")", e);
        } catch (StackOverflowError e) {
            throw new BundleException(archive + ": " + Manifest.NAME + " is nested too deep", e);
        }
    }

    /** {@return whether it was written in a later minor version of the format than this program knows} */
    public static boolean isNewer(Manifest manifest) {
        Matcher version = VERSION.matcher(manifest.format());
        return version.matches() && Integer.parseInt(version.group(2)) > MINOR;
    }

    private static String shown(@Nullable String format) {
        return format == null ? "unknown" : format.substring(0, Math.min(format.length(), 16));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("empty");
    }

    /** JSON may leave out anything. */
    private static Manifest checked(String archive, Manifest m) throws BundleException {
        has(archive, "incident", m.incident());
        has(archive, "archive", m.archive());
        has(archive, "made_at", m.madeAt());
        has(archive, "program", m.program());
        has(archive, "host", m.host());
        has(archive, "kernel", m.kernel());
        has(archive, "boot_id", m.bootId());
        has(archive, "rule", m.rule());
        has(archive, "cause", m.cause());
        has(archive, "window_from", m.windowFrom());
        has(archive, "fired_at", m.firedAt());
        has(archive, "window_to", m.windowTo());
        has(archive, "loss", m.loss());
        all(archive, "previous", m.previous());
        all(archive, "expected", m.expected());
        all(archive, "alerts", m.alerts());
        all(archive, "collectors", m.collectors());
        all(archive, "files", m.files());
        for (CollectorInfo collector : m.collectors()) {
            has(archive, "collectors.name", collector.name());
            has(archive, "collectors.status", collector.status());
            all(archive, "collectors.detail", collector.detail());
        }
        for (FileInfo file : m.files()) check(archive, file);
        if (!BundleNames.isArchive(m.archive())) {
            throw new BundleException(archive + ": " + Manifest.NAME + " names as archive '" + m.archive()
                    + "', which is no name of one");
        }
        return m;
    }

    private static void check(String archive, FileInfo file) throws BundleException {
        has(archive, "files.name", file.name());
        has(archive, "files.sha256", file.sha256());
        if (!BundleNames.isPath(file.name()) || file.name().equals(Manifest.NAME)) {
            throw new BundleException(archive + ": " + Manifest.NAME + " lists '" + file.name()
                    + "', which is no path of a file in a bundle");
        }
        if (file.size() < 0 || !SHA256.matcher(file.sha256()).matches()) {
            throw new BundleException(
                    archive + ": " + Manifest.NAME + " has no proper size and SHA-256 of " + file.name());
        }
    }

    private static void all(String archive, String key, @Nullable List<?> values) throws BundleException {
        has(archive, key, values);
        if (values == null) return;
        for (Object value : values) has(archive, key, value);
    }

    private static void has(String archive, String key, @Nullable Object value) throws BundleException {
        if (value == null) throw new BundleException(archive + ": " + Manifest.NAME + " lacks '" + key + "'");
    }
}
