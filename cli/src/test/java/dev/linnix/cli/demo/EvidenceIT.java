package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Main;
import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.BundleReport;
import dev.linnix.recording.RecordingReader;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a reader who was not there learn from the bundle who did it, since when, and what was before? Needs root and BPF. */
class EvidenceIT {
    /** What the agent has watched before the first fault, so that the minute before is there to be kept. */
    private static final int SETTLE_SECONDS = 90;

    @TempDir
    Path directory;

    @Test
    void everyFaultLeavesABundleThatNamesCulpritOnsetAndTheMinuteBefore() throws Exception {
        Path bundles = directory.resolve("bundles");
        List<String> verdicts = linnix(
                "demo",
                "all",
                "--json",
                "--timeout",
                "60",
                "--settle",
                Integer.toString(SETTLE_SECONDS),
                "--evidence",
                bundles.toString());
        assertThat(verdicts).hasSize(Scenario.values().length).allMatch(line -> line.contains("\"detected\":true"));
        for (String line : verdicts) {
            Map<?, ?> verdict = (Map<?, ?>) Jsonb.instance().type(Object.class).fromJson(line);
            long culprit = ((Number) verdict.get("injected_pid")).longValue();
            List<Path> archives = about(bundles, culprit);
            assertThat(archives).as("%s: %s", verdict.get("scenario"), archives).hasSize(3);
            Path unpacked = directory.resolve("unpacked-" + culprit);
            BundleReport report = extract(archives.getFirst(), unpacked);
            assertThat(report.problems()).isEmpty();
            for (Path more : archives.subList(1, archives.size())) {
                assertThat(extract(more, unpacked.resolveSibling(more.getFileName() + ".d"))
                                .problems())
                        .isEmpty();
            }
            for (Path archive : archives) unpacksWithTheUsualPrograms(archive);
            tells(report, unpacked, culprit);
            replays(
                    unpacked.resolve("recording.linnix"),
                    report.manifest().alerts().getFirst().id(),
                    culprit);
        }
    }

    /** {@return the archives of the bundle whose first alert blames this process, by name} */
    private static List<Path> about(Path bundles, long culprit) throws IOException {
        try (Stream<Path> files = Files.list(bundles)) {
            List<Path> all = files.sorted().toList();
            for (Path file : all) {
                if (!file.getFileName().toString().matches("incident-[^.]+\\.tar\\.zst")) continue;
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    var manifest =
                            BundleReader.manifest(channel, file.getFileName().toString());
                    var offender = manifest.alerts().getFirst().offender();
                    if (offender == null || offender.pid() != culprit) continue;
                }
                String base = file.toString().replace(".tar.zst", "");
                return all.stream()
                        .filter(each -> each.toString().startsWith(base + "."))
                        .sorted(java.util.Comparator.comparingInt(
                                each -> each.toString().length()))
                        .toList();
            }
            return List.of();
        }
    }

    private static BundleReport extract(Path archive, Path into) throws IOException {
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
            return BundleReader.extract(channel, archive.getFileName().toString(), into);
        }
    }

    private static void unpacksWithTheUsualPrograms(Path archive) throws IOException, InterruptedException {
        Process unpacking = new ProcessBuilder("sh", "-c", "zstd -dc \"$1\" | tar -t", "sh", archive.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> names =
                unpacking.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(unpacking.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(unpacking.exitValue()).isZero();
        assertThat(names).anyMatch(name -> name.endsWith("/MANIFEST.json"));
    }

    /** Is the alert said once more, by the same rules, about the same process? */
    private void replays(Path recording, String alert, long culprit) throws IOException, InterruptedException {
        assertThat(linnix("replay", "--json", recording.toString()))
                .anyMatch(line -> line.contains("\"id\":\"" + alert + "\"")
                        && line.contains("\"offender\":{\"pid\":" + culprit + ","));
    }

    private static void tells(BundleReport report, Path unpacked, long culprit) throws IOException {
        String readme = Files.readString(unpacked.resolve("README.txt"), StandardCharsets.UTF_8);
        assertThat(readme).contains(Long.toString(culprit)).contains("linnix replay");
        assertThat(report.manifest().collectors())
                .filteredOn(collector -> collector.status().equals("failed")
                        || collector.status().equals("timeout"))
                .isEmpty();
        assertThat(Files.readString(unpacked.resolve("tree/tree.txt"), StandardCharsets.UTF_8))
                .contains(Long.toString(culprit));
        assertThat(Files.readString(unpacked.resolve("minute/minute.txt"), StandardCharsets.UTF_8))
                .contains("process " + culprit)
                .contains("<< the rule fired");
        Instant fired = Instant.parse(report.manifest().firedAt());
        try (RecordingReader recording = RecordingReader.open(List.of(unpacked.resolve("recording.linnix")))) {
            while (recording.next() != null) {}
            assertThat(recording.skipped()).as("it ends in good order").isEmpty();
        }
        try (RecordingReader recording = RecordingReader.open(List.of(unpacked.resolve("recording.linnix")))) {
            var header = recording.segments().getFirst().header();
            Instant begin = Instant.EPOCH.plusNanos(header.startNs() + header.wallOffsetNs());
            assertThat(Duration.between(begin, fired)).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
            var last = recording.segments().getLast();
            Instant end = Instant.EPOCH.plusNanos(last.lastNs() + last.header().wallOffsetNs());
            assertThat(end).isAfterOrEqualTo(fired);
        }
    }

    private List<String> linnix(String... args) throws IOException, InterruptedException {
        List<String> words = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=" + directory,
                                "-Dlinnix.home=" + System.getProperty("linnix.home"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()),
                        Stream.of(args))
                .toList();
        Process program = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(ExitCode.FINE);
        return out.lines().toList();
    }
}
