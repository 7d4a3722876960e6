package dev.linnix.recording;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a fixture of a recording: without arguments, without the names of programs that have nothing to do with it, and
 * without what was known before, so that it tells nothing of the machine it was made on. Arguments: recording, fixture.
 */
public final class FixtureMaker {
    /** Names that are part of what is recorded, or of any Linux. */
    private static final Set<String> KEPT = Set.of(
            "sh",
            "dash",
            "bash",
            "java",
            "javac",
            "mvn",
            "make",
            "gcc",
            "cc",
            "cc1",
            "as",
            "ld",
            "collect2",
            "find",
            "sleep",
            "true",
            "env",
            "systemd",
            "init",
            "cat",
            "ls",
            "uname",
            "dirname",
            "expr",
            "rm");

    private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private final ForkRecord fork = new ForkRecord();
    private final ExecRecord exec = new ExecRecord();
    private final ExitRecord exit = new ExitRecord();
    private final TaskRecord task = new TaskRecord();
    private final ImageRecord image = new ImageRecord();

    private FixtureMaker() {}

    /** Makes one. */
    public static void main(String[] arguments) throws IOException {
        new FixtureMaker().make(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    private void make(Path from, Path to) throws IOException {
        SegmentWriter writer = null;
        try (RecordingReader reader = RecordingReader.open(List.of(from));
                Zstd zstd = Zstd.open();
                FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Block block = reader.next(); block != null; block = reader.next()) {
                if (block.type() == BlockType.RULES && writer == null) {
                    SegmentHeader header = anonymous(block.header());
                    writer = new SegmentWriter(channel, zstd, header);
                    writer.rules(new RuleSet.Source("rules.yaml", block.rules().text()));
                    writer.keyframe(new Engine(header.facts(), RuleSet.EMPTY, AlertListener.NONE).save());
                } else if (block.type() == BlockType.RECORDS && writer != null) {
                    writer.records(scrubbed(block.payload()), block.firstNs(), block.lastNs());
                }
            }
            if (writer != null) writer.end();
        }
    }

    private static SegmentHeader anonymous(SegmentHeader header) {
        return new SegmentHeader(
                header.format(),
                header.program(),
                1,
                1,
                "fixture",
                "fixture",
                "6.18",
                header.cpus(),
                header.memoryBytes(),
                header.pageSize(),
                header.pidMax(),
                header.agentPid(),
                header.memoryErrorBytes(),
                header.wallOffsetNs(),
                header.startNs());
    }

    private MemorySegment scrubbed(MemorySegment records) {
        MemorySegment copy =
                Arena.ofAuto().allocate(records.byteSize(), Long.BYTES).copyFrom(records);
        for (long at = 0; at < copy.byteSize(); at += Flyweight.length(copy, at)) scrub(copy, at);
        return copy;
    }

    private void scrub(MemorySegment records, long at) {
        switch (Flyweight.type(records, at)) {
            case RecordType.FORK -> {
                fork.wrap(records, at);
                name(fork.commLow(), fork.commHigh(), fork::comm);
            }
            case RecordType.EXIT -> {
                exit.wrap(records, at);
                name(exit.commLow(), exit.commHigh(), exit::comm);
            }
            case RecordType.TASK -> {
                task.wrap(records, at);
                name(task.commLow(), task.commHigh(), task::comm);
            }
            case RecordType.EXEC -> {
                exec.wrap(records, at);
                name(exec.commLow(), exec.commHigh(), exec::comm);
                scrub(exec.image());
            }
            case RecordType.IMAGE -> {
                image.wrap(records, at);
                scrub(image.image());
            }
            default -> {}
        }
    }

    private static void name(long low, long high, Consumer<byte[]> setter) {
        byte[] comm = new byte[16];
        for (int i = 0; i < comm.length; i++) comm[i] = (byte) ((i < 8 ? low : high) >>> ((i & 7) << 3));
        if (!KEPT.contains(text(comm))) setter.accept(OTHER);
    }

    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) length++;
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** A path is the file name first. */
    private static void scrub(ImageFlyweight of) {
        long[] words = of.pathWords();
        byte[] path = new byte[of.pathLength()];
        for (int i = 0; i < path.length; i++) path[i] = (byte) (words[i >> 3] >>> ((i & 7) << 3));
        of.args(NOTHING);
        if (!KEPT.contains(text(path))) of.path(NOTHING);
    }
}
