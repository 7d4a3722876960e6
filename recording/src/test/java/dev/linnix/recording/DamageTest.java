package dev.linnix.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.recording.TestRecording.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is every whole block of a damaged recording read, and nothing else, and is it said what was not? */
class DamageTest {
    private static final byte[] ONE = TestRecording.segment(3);
    private static final byte[] TWO = TestRecording.segment(4);

    @TempDir
    Path directory;

    private Read read(byte[] recording) throws IOException {
        return TestRecording.read(directory.resolve("a.linnix"), recording);
    }

    /** Which blocks in the file are one block of the reader: a keyframe is, and a payload in parts is. */
    private static List<int[]> groups(byte[] recording) {
        List<Integer> offsets = TestRecording.offsets(recording);
        List<int[]> groups = new ArrayList<>();
        for (int i = 0; i + 1 < offsets.size(); i++) {
            int type = recording[offsets.get(i) + 8];
            boolean continues = (recording[offsets.get(i) + 10] & BlockHeader.CONTINUES) != 0;
            if (continues || type == BlockType.STATE.code()) groups.getLast()[1] = offsets.get(i + 1);
            else groups.add(new int[] {offsets.get(i), offsets.get(i + 1)});
        }
        return groups;
    }

    private static List<String> untouched(List<String> blocks, byte[] recording, Set<Integer> touched) {
        List<int[]> groups = groups(recording);
        assertThat(blocks).hasSameSizeAs(groups);
        List<String> whole = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            int[] group = groups.get(i);
            if (touched.stream().noneMatch(at -> at >= group[0] && at < group[1])) whole.add(blocks.get(i));
        }
        return whole;
    }

    @Test
    void cutOffAtAnyByteItYieldsExactlyTheWholeBlocksBefore() throws IOException {
        List<String> all = read(ONE).blocks();
        List<int[]> groups = groups(ONE);
        List<Integer> offsets = TestRecording.offsets(ONE);
        for (int length = 0; length < ONE.length; length++) {
            int end = length;
            long whole = groups.stream().filter(group -> group[1] <= end).count();
            Read read = read(Arrays.copyOf(ONE, length));
            assertThat(read.blocks()).as("cut to %d", length).isEqualTo(all.subList(0, (int) whole));
            int last = offsets.stream()
                    .filter(at -> at <= end)
                    .max(Integer::compare)
                    .orElseThrow();
            if (length == 0) assertThat(read.skipped()).isEqualTo("no whole block found");
            else if (last == length)
                assertThat(read.skipped())
                        .endsWith("segment 3 of " + file()
                                + " not closed: still being written when it was copied, or its writer was killed");
            else assertThat(read.skipped()).contains(file() + " cut off within a block (" + (length - last) + " byte");
            assertThat(read.skipped().lines()).hasSize(1);
        }
    }

    private Path file() {
        return directory.resolve("a.linnix");
    }

    @Test
    void withAnyByteFlippedItYieldsAllOtherBlocks() throws IOException {
        byte[] recording = TestRecording.joined(ONE, TWO);
        Read all = read(recording);
        Random random = new Random(7);
        for (int at = 0; at < recording.length; at++) {
            byte[] damaged = recording.clone();
            damaged[at] ^= (byte) random.nextInt(1, 256);
            Read read = read(damaged);
            List<String> expected = untouched(all.blocks(), recording, Set.of(at));
            assertThat(read.blocks()).as("flipped at %d", at).isEqualTo(expected);
            assertThat(read.skipped())
                    .contains("skipped ", " in 1 place at byte ")
                    .hasLineCount(1);
            boolean inSecondHeader = at >= ONE.length
                    && at < ONE.length + TestRecording.offsets(TWO).get(1);
            int after = 0;
            while (after < expected.size()
                    && expected.get(after).equals(all.blocks().get(after))) after++;
            for (int i = 0; i < expected.size(); i++) {
                // nothing is known to go on with a segment whose header is lost
                boolean behindLostHeader = at < TestRecording.offsets(ONE).get(1)
                        && expected.get(i).startsWith("HEADER");
                assertThat(read.afterLoss().get(i))
                        .as("flipped at %d, block %d", at, i)
                        .isEqualTo(i == after || behindLostHeader);
                if (inSecondHeader && i >= after) {
                    assertThat(read.headers().get(i).isLost()).isTrue();
                }
            }
        }
    }

    @Property(tries = 300, seed = "11")
    void whateverIsDamagedTheRestIsRead(@ForAll long seed) throws IOException {
        Path file = Files.createTempFile("linnix", ".linnix");
        try {
            Random random = new Random(seed);
            byte[] first = segment(random, 1);
            byte[] recording = TestRecording.joined(first, segment(random, 2));
            List<String> all = TestRecording.read(file, recording).blocks();
            Set<Integer> touched = new TreeSet<>();
            byte[] damaged = recording.clone();
            for (int i = random.nextInt(8); i > 0; i--) {
                int at = random.nextInt(recording.length);
                if (touched.add(at)) damaged[at] ^= (byte) random.nextInt(1, 256);
            }
            if (random.nextBoolean()) {
                int length = random.nextInt(recording.length);
                if (length == first.length) length--; // nobody could tell
                damaged = Arrays.copyOf(damaged, length);
                int end = length;
                touched.removeIf(at -> at >= end);
                for (int[] group : groups(recording)) if (group[1] > length) touched.add(group[1] - 1);
            }
            Read read = TestRecording.read(file, damaged);
            assertThat(read.blocks()).isEqualTo(untouched(all, recording, touched));
            assertThat(read.skipped().isEmpty()).isEqualTo(touched.isEmpty());
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] segment(Random random, long number) {
        return TestRecording.written(TestRecording.header(number), 64 + random.nextInt(400), writer -> {
            writer.rules(new RuleSet.Source("r", "x".repeat(random.nextInt(300))));
            writer.keyframe(Keyframe.of(bytes(random), bytes(random)));
            for (int i = random.nextInt(6); i > 0; i--) {
                switch (random.nextInt(4)) {
                    case 0 ->
                        writer.transitions("{}\n".repeat(random.nextInt(200)).getBytes(UTF_8), i);
                    case 1 -> writer.gap(new Gap(1, 2, 3, 4, "r"));
                    case 2 -> writer.rules(new RuleSet.Source("s", new String(bytes(random), ISO_8859_1)));
                    default ->
                        writer.records(
                                TestRecording.ticks(
                                        random.longs(random.nextInt(1, 30)).toArray()),
                                1,
                                2);
                }
            }
            writer.end();
        });
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void garbageBetweenSegmentsIsPassedOver() throws IOException {
        byte[] garbage = new byte[3 << 20];
        new Random(5).nextBytes(garbage);
        Read all = read(TestRecording.joined(ONE, TWO));
        Read read = read(TestRecording.joined(ONE, garbage, TWO, new byte[100]));
        assertThat(read.blocks()).isEqualTo(all.blocks());
        assertThat(read.skipped())
                .isEqualTo("skipped 3145828 bytes in 2 places, the first at byte " + ONE.length + " of " + file());
    }

    @Test
    void theNextSegmentIsFoundBehindOneThatWasCutOff() throws IOException {
        List<Integer> offsets = TestRecording.offsets(ONE);
        int cut = offsets.get(offsets.size() - 2) - 10;
        Read read = read(TestRecording.joined(Arrays.copyOf(ONE, cut), TWO));
        assertThat(read.blocks()).hasSize(7 + 9);
        assertThat(read.afterLoss().indexOf(true)).isEqualTo(7);
        assertThat(read.headers().get(7)).isEqualTo(TestRecording.header(4));
        assertThat(read.skipped())
                .matches(
                        "skipped \\d+ bytes in 1 place at byte \\d+ of .*; segment 3 of .* not closed: still being written when it was copied, or its writer was killed");
    }

    @Test
    void blocksThatAreMissingAreMissed() throws IOException {
        List<Integer> offsets = TestRecording.offsets(ONE);
        byte[] without = TestRecording.joined(
                Arrays.copyOf(ONE, offsets.get(4)), Arrays.copyOfRange(ONE, offsets.get(6), ONE.length));
        Read read = read(without);
        assertThat(read.blocks()).hasSize(7);
        assertThat(read.afterLoss().indexOf(true)).isEqualTo(3);
        assertThat(read.skipped()).isEqualTo("2 blocks missing");
    }

    @Test
    void aKeyframeWithoutItsFirstHalfIsNoKeyframe() throws IOException {
        List<Integer> offsets = TestRecording.offsets(ONE);
        byte[] without = TestRecording.joined(
                Arrays.copyOf(ONE, offsets.get(2)), Arrays.copyOfRange(ONE, offsets.get(3), ONE.length));
        Read read = read(without);
        assertThat(read.blocks()).hasSize(8).noneMatch(block -> block.startsWith("STATE"));
        assertThat(read.skipped()).isEqualTo("1 block missing; 1 keyframe or file of rules incomplete");
    }
}
