package dev.linnix.cli.export;

import static dev.linnix.cli.export.Inputs.BEGIN;
import static dev.linnix.cli.export.Inputs.MS;
import static dev.linnix.cli.export.Inputs.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Outcome;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.Gap;
import dev.linnix.recording.SegmentHeader;
import dev.linnix.recording.SegmentWriter;
import dev.linnix.recording.Zstd;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does {@code linnix export FILE} write what a recording holds, and say what is wrong with it? */
class RecordingExportTest {
    @TempDir
    Path directory;

    private Path recording;

    @BeforeEach
    void record() throws IOException {
        recording = directory.resolve("r.linnix");
        SegmentHeader header = Inputs.header("b", 0, BEGIN);
        try (FileChannel channel =
                        FileChannel.open(recording, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Zstd zstd = Zstd.open()) {
            SegmentWriter writer = new SegmentWriter(channel, zstd, header);
            writer.rules(new RuleSet.Source("r.yaml", "rules: []"));
            writer.keyframe(engine(header).save());
            MemorySegment records = Arena.ofAuto().allocate(4096, 8);
            int at = 0;
            ForkRecord fork = new ForkRecord();
            fork.begin(records, at, BEGIN + MS);
            fork.pid(41)
                    .startNs(BEGIN + MS)
                    .parentPid(40)
                    .parentStartNs(5 * SECOND)
                    .comm(Inputs.bytes("child"));
            at += ForkRecord.LAYOUT.size();
            new TickRecord().begin(records, at, BEGIN + 2 * MS);
            at += TickRecord.LAYOUT.size();
            writer.records(records.asSlice(0, at), BEGIN + MS, BEGIN + 2 * MS);
            writer.transitions(
                    Inputs.bytes("{\"type\":\"alert\",\"rule\":\"r\",\"state\":\"firing\",\"message\":\"m\"}\n"),
                    BEGIN + 2 * MS);
            writer.gap(new Gap(BEGIN + 3 * MS, BEGIN + 4 * MS, 1, 64, "slow disk"));
            writer.end();
        }
    }

    /** One that knows a process from before the recording. */
    private static Engine engine(SegmentHeader header) {
        Engine engine = new Engine(header.facts(), RuleSet.EMPTY, AlertListener.NONE);
        MemorySegment space = Arena.ofAuto().allocate(4096, 8);
        TaskRecord row = new TaskRecord();
        row.begin(space, 0, BEGIN - SECOND);
        row.pid(40).startNs(5 * SECOND).threads(1).comm(Inputs.bytes("before"));
        SnapshotBeginRecord begin = new SnapshotBeginRecord();
        begin.begin(space, 1024, BEGIN - SECOND);
        begin.sequence(1).sensor(2);
        SnapshotEndRecord end = new SnapshotEndRecord();
        end.begin(space, 2048, BEGIN - SECOND);
        end.sequence(1).rows(1).complete(1);
        for (int at : new int[] {1024, 0, 2048}) engine.accept(space, at, 1024);
        return engine;
    }

    private static Outcome run(String... args) {
        return FakeApi.runWith(Map.of(), false, args);
    }

    private String[] export(String... more) {
        List<String> args = new ArrayList<>(List.of("export", recording.toString()));
        args.addAll(Arrays.asList(more));
        return args.toArray(String[]::new);
    }

    @Test
    void asJsonEverythingIsALineInItsOrder() {
        Outcome outcome = run(export());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(outcome.out().lines().map(line -> line.replaceAll("^.\"type\":\"(\\w+)\".*", "$1")))
                .containsExactly("segment", "rules", "keyframe", "fork", "tick", "transition", "gap");
        assertThat(run(export("--json")).out())
                .isEqualTo(run(export("--format", "json")).out())
                .isEqualTo(outcome.out());
    }

    @Test
    void asATraceItShowsAlsoWhoWasThereBefore() throws IOException {
        Path trace = directory.resolve("t.pftrace");
        Outcome outcome = run(export("--format", "perfetto", "--out", trace.toString()));
        assertThat(outcome).isEqualTo(new Outcome(ExitCode.FINE, "", ""));
        List<String> names = Decoded.of(Files.readAllBytes(trace)).messages(1).stream()
                .filter(packet -> packet.has(60) && packet.message(60).has(3))
                .map(packet -> packet.message(60).message(3).text(6))
                .toList();
        assertThat(names).containsExactly("before", "child");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(trace)))
                .startsWith("rw-")
                .endsWith("---");
    }

    @Test
    void aDamagedRecordingIsWrittenAsFarAsItGoesAndIsAProblem() throws IOException {
        byte[] bytes = Files.readAllBytes(recording);
        Files.write(recording, Arrays.copyOf(bytes, bytes.length - 60));
        Outcome outcome = run(export());
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.out().lines()).hasSizeGreaterThan(4);
        assertThat(outcome.err()).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--format md | --format: expected json or perfetto for a recording, found 'md'",
                "--since 1h | --since and --rule: not with recordings",
                "--json --format perfetto | --json: not with",
                "--out R | is the recording itself"
            })
    void nonsenseIsAUsageError(String options, String message) throws IOException {
        byte[] before = Files.readAllBytes(recording);
        Outcome outcome = run(export(options.replace("R", recording.toString()).split(" ")));
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
        assertThat(recording).hasBinaryContent(before);
    }

    @Test
    void whatIsNotThereIsOneSentence() {
        Outcome outcome = run("export", "/nonexistent.linnix");
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.err())
                .startsWith("linnix: ")
                .contains("/nonexistent.linnix")
                .hasLineCount(1);
        assertThat(run("export", "--out", "x").code()).isEqualTo(ExitCode.USAGE);
    }
}
