package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.RecordHeader;
import dev.linnix.engine.record.RecordLayout;
import dev.linnix.engine.record.RecordLayouts;
import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.Btf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Do both sides mean the same bytes? Compares each flyweight with what the compiler made of the C struct. */
final class AbiTest {
    static Stream<RecordLayout> layouts() {
        return Stream.concat(Stream.of(RecordHeader.LAYOUT, ImageFlyweight.LAYOUT), RecordLayouts.ALL.stream());
    }

    private static Btf.Struct struct(String object, String name) throws Exception {
        try (BpfObject opened = SensorObjects.open(object)) {
            return opened.btf().struct(name).orElseThrow(() -> new AssertionError("no BTF of struct " + name));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyFieldLiesWhereTheCompilerPutIt(RecordLayout layout) throws Exception {
        Btf.Struct struct = struct("abi", layout.struct());
        List<Btf.Member> expected = layout.fields().stream()
                .map(field -> new Btf.Member(field.name(), field.offset(), field.size()))
                .toList();
        assertThat(struct.members()).isEqualTo(expected);
        assertThat(struct.size()).isEqualTo(layout.size());
    }

    @Test
    void everyRecordOfTheHeaderHasAFlyweight() throws Exception {
        List<Integer> sizes = struct("abi", "linnix_abi").members().stream()
                .filter(member -> !List.of("header", "counters", "types", "sensors", "states", "reasons")
                        .contains(member.name()))
                .map(Btf.Member::size)
                .sorted()
                .toList();
        assertThat(layouts()
                        .filter(layout -> layout.type() != 0)
                        .map(RecordLayout::size)
                        .sorted())
                .isEqualTo(sizes);
    }

    @Test
    void theCountersLieWhereTheyAreRead() throws Exception {
        assertThat(struct("lifecycle", "linnix_counters").members())
                .containsExactly(
                        new Btf.Member("produced", 0, 32),
                        new Btf.Member("ring_full", 32, 32),
                        new Btf.Member("args_unreadable", 64, 8),
                        new Btf.Member("path_unreadable", 72, 8),
                        new Btf.Member("path_cut", 80, 8),
                        new Btf.Member("args_cut", 88, 8));
        assertThat(struct("lifecycle", "cpu_state").members().getFirst()).isEqualTo(new Btf.Member("counters", 0, 96));
    }

    @Test
    void whatTheProfilerWritesLiesWhereItIsRead() throws Exception {
        assertThat(struct("profile", "linnix_sample").members())
                .containsExactly(
                        new Btf.Member("pid", 0, 4),
                        new Btf.Member("tid", 4, 4),
                        new Btf.Member("space", 8, 4),
                        new Btf.Member("cpu", 12, 4),
                        new Btf.Member("kernel", 16, 4),
                        new Btf.Member("user", 20, 4),
                        new Btf.Member("comm", 24, CpuSample.COMM_LENGTH),
                        new Btf.Member("frames", CpuSample.HEADER, 2 * CpuSample.MOST_FRAMES * Long.BYTES));
        assertThat(struct("profile", "linnix_profile_counters").members())
                .containsExactly(
                        new Btf.Member("taken", 0, 8), new Btf.Member("lost", 8, 8), new Btf.Member("other", 16, 8));
        assertThat(struct("stacks", "linnix_stack").members())
                .containsExactly(
                        new Btf.Member("start_ns", 0, 8),
                        new Btf.Member("tid", 8, 4),
                        new Btf.Member("state", 12, 4),
                        new Btf.Member("threads", 16, 4),
                        new Btf.Member("bytes", 20, 4),
                        new Btf.Member("comm", 24, 16),
                        new Btf.Member("frames", KernelStacks.HEADER, KernelStacks.ROW - KernelStacks.HEADER));
    }
}
