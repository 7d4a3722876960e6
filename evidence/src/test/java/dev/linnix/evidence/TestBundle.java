package dev.linnix.evidence;

import dev.linnix.evidence.BundleWriter.Content;
import dev.linnix.evidence.BundleWriter.Entry;
import dev.linnix.evidence.Manifest.CollectorInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small bundle about a storm of forks, for tests. */
public final class TestBundle {
    /** Id of its incident. */
    public static final String ID = "i123456-7";

    /** Name of its first archive. */
    public static final String ARCHIVE = "incident-20260131T120000Z-fork_storm-i123456-7.tar.zst";

    /** What a person reads first. */
    public static final String README = "A storm of forks.\nIt was sh (pid 42).\n";

    private TestBundle() {}

    /** {@return the name of its archive of a phase} */
    public static String archive(int phase) {
        return phase == 1 ? ARCHIVE : ARCHIVE.replace(".tar", "." + phase + ".tar");
    }

    /** {@return a manifest without files} */
    public static Manifest manifest(int phase) {
        return new Manifest(
                Manifest.FORMAT,
                ID,
                phase,
                archive(phase),
                phase == 1 ? List.of() : List.of(ARCHIVE),
                phase == 1 ? List.of(archive(2)) : List.of(),
                "2026-01-31T12:00:01Z",
                "linnix 0.1.0",
                "box",
                "6.18.5",
                "0b5a1f0e-0000-4000-8000-000000000001",
                "fork_storm",
                "fork_storm /usr/bin/dash",
                "2026-01-31T11:59:00Z",
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:01Z",
                List.of(),
                Map.of("lifecycle ring_full", 3L),
                List.of(
                        new CollectorInfo("kernel_log", "ok", List.of(), 12),
                        new CollectorInfo("sockets", "denied", List.of("sockets: needs CAP_SYS_PTRACE"), 3)),
                List.of());
    }

    /** {@return a file to be put in} */
    public static Entry entry(String name, byte[] bytes) throws IOException {
        Content content = () -> new ByteArrayInputStream(bytes);
        Instant modified = Instant.parse("2026-01-31T12:00:00.5Z");
        return new Entry(BundleWriter.describe(name, "kernel_log", bytes.length, false, content), modified, content);
    }

    /** {@return text to be put in} */
    public static Entry entry(String name, String text) throws IOException {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return an archive of a phase with these entries} */
    public static byte[] bytes(int phase, Entry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleWriter.write(Channels.newChannel(out), manifest(phase), README, new ArrayList<>(List.of(entries)));
        return out.toByteArray();
    }

    /** {@return a small archive} */
    public static byte[] bytes() throws IOException {
        return bytes(
                1,
                entry("kernel_log/dmesg.txt", "[1.0] fork: retry: Resource temporarily unavailable\n"),
                entry("recorder/000001.linnix", new byte[] {(byte) 0xb1, 'L', 'N', 'X', 0, 1, 2}));
    }
}
