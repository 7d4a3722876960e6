package dev.linnix.agent.evidence.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.agent.evidence.TestScenes;
import dev.linnix.agent.evidence.run.HelperCommands;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Do tree and top show the processes the engine knows, bounded, with the offender marked? */
final class ProcessCollectorsTest {
    private static MemoryOutput collect(Collector collector, @Nullable ProcessRef offender, List<ProcessInfo> processes)
            throws Exception {
        MemoryOutput output = new MemoryOutput();
        Scene scene = TestScenes.scene(Path.of("/proc"), offender, TestScenes.NOON, processes);
        collector.collect(scene, output);
        return output;
    }

    /** {@return pids in order, the marked with a >} */
    private static List<String> pids(String table) {
        return table.lines()
                .filter(line -> line.matches("(>>)? +\\d+  .*"))
                .map(line -> (line.startsWith(">>") ? ">" : "")
                        + line.substring(2).strip().split(" ")[0])
                .toList();
    }

    @Test
    void ancestorsThenTheOffenderThenItsDescendants() throws Exception {
        List<ProcessInfo> processes = List.of(
                TestProcesses.alive(1, 0),
                TestProcesses.alive(2, 1),
                TestProcesses.alive(3, 1),
                TestProcesses.alive(4, 3),
                TestProcesses.ended(5, 4, 3 << 8),
                TestProcesses.ended(6, 4, 9),
                TestProcesses.alive(7, 6),
                TestProcesses.alive(8, 3));
        String tree =
                collect(new TreeCollector(), TestProcesses.ref(4), processes).file("tree.txt");
        assertThat(pids(tree)).containsExactly("1", "3", ">4", "5", "6", "7");
        assertThat(tree).contains("exit 3").contains("signal 9").contains("      p5 --flag");
        assertThat(tree).contains("2026-01-31T11:59:55Z"); // process 4: 5 s before the rule fired
    }

    @Test
    void theMinuteMarksTheSecondTheRuleFiredInAndWhatIsNotKnown() throws Exception {
        long nine = 9_000_000_000L; // The rule fires 9 s after boot.
        LastMinute minute = new LastMinute(List.of(
                new LastMinute.Second(nine - 1_500_000_000L, 3, 12.5, 0, 1L, 2.5, 2L << 20, 7L),
                new LastMinute.Second(nine - 500_000_000L, 450, null, 4, 449L, null, null, null)));
        MemoryOutput output = new MemoryOutput();
        new MinuteCollector()
                .collect(
                        TestScenes.scene(
                                Path.of("/proc"),
                                TestProcesses.ref(4),
                                TestScenes.NOON,
                                List.of(),
                                minute,
                                new HelperCommands()),
                        output);
        List<String> lines = output.file("minute.txt")
                .lines()
                .map(line -> line.replaceAll(" +", " "))
                .toList();
        assertThat(lines.get(1)).startsWith("# Tree: process 4 (p4) and all it forked");
        assertThat(lines.subList(3, 5))
                .containsExactly(
                        "2026-01-31T11:59:58.500Z 3 12.5 0 | 1 2.5 2.0 MiB 7",
                        "2026-01-31T11:59:59.500Z 450 ? 4 | 449 ? ? ? << the rule fired");
        assertThat(collect(new MinuteCollector(), TestProcesses.ref(4), List.of()).said)
                .hasSize(1);
    }

    @Test
    void withoutAnOffenderAllOfThem() throws Exception {
        List<ProcessInfo> processes =
                List.of(TestProcesses.alive(1, 0), TestProcesses.alive(2, 0), TestProcesses.alive(3, 1));
        String tree = collect(new TreeCollector(), null, processes).file("tree.txt");
        assertThat(pids(tree)).containsExactly("1", "3", "2");
        assertThat(tree).contains("No single process is to blame");
        assertThat(collect(new TreeCollector(), TestProcesses.ref(99), processes)
                        .file("tree.txt"))
                .contains("Process 99 (p99), which is to blame, is forgotten");
    }

    @Test
    void aBombIsBounded() throws Exception {
        List<ProcessInfo> wide = new ArrayList<>(List.of(TestProcesses.alive(1, 0)));
        for (int pid = 2; pid < 5000; pid++) wide.add(TestProcesses.alive(pid, 1));
        assertThat(collect(new TreeCollector(), TestProcesses.ref(1), wide).file("tree.txt"))
                .contains("and 4948 more children: 1 × p")
                .satisfies(text -> assertThat(text.lines().count()).isLessThan(100));
        List<ProcessInfo> deep = new ArrayList<>(List.of(TestProcesses.alive(1, 0)));
        for (int pid = 2; pid < 5000; pid++) deep.add(TestProcesses.alive(pid, pid - 1));
        for (int offender : new int[] {1, 4990}) {
            assertThat(collect(new TreeCollector(), TestProcesses.ref(offender), deep)
                            .file("tree.txt")
                            .lines()
                            .count())
                    .isLessThan(1100);
        }
    }

    @Test
    void theLargestOfEachResourceFirst() throws Exception {
        List<ProcessInfo> processes = new ArrayList<>();
        for (int pid = 1; pid <= 50; pid++) processes.add(TestProcesses.alive(pid, 0));
        processes.add(TestProcesses.ended(60, 1, 0));
        String top =
                collect(new TopCollector(), TestProcesses.ref(49), processes).file("top.txt");
        String[] tables = top.split("# By ");
        assertThat(Stream.of(tables).map(table -> table.lines().findFirst().orElse("")))
                .anyMatch(title -> title.startsWith("CPU, "))
                .contains("resident memory", "open descriptors", "threads");
        for (String table : tables) {
            if (table.isBlank() || table.startsWith("swapped")) continue;
            List<String> rows =
                    table.lines().skip(2).filter(line -> !line.isBlank()).toList();
            assertThat(rows).hasSize(20);
            assertThat(rows.getFirst()).contains("p50 --flag");
            assertThat(rows.get(1)).contains(">>").contains("p49 --flag");
        }
    }

    @Test
    void anEngineThatCannotBeAskedIsSaid() throws Exception {
        for (Collector collector : List.of(new TreeCollector(), new TopCollector())) {
            MemoryOutput output = collect(collector, TestProcesses.ref(1), List.of());
            assertThat(output.names()).isEmpty();
            assertThat(output.said).singleElement().asString().contains("the engine could not be asked");
        }
    }
}
