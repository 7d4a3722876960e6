package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Is every process where it belongs, and are the sums those of its subtree? */
class ProcessTreeTest {
    private final Samples samples = new Samples();

    private ProcessTree tree() {
        return ProcessTree.of(samples.processes, List.of());
    }

    private static ProcessTree.Node node(ProcessTree tree, int pid) {
        return tree.nodes().stream()
                .filter(node -> node.process().pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> pids(List<ProcessTree.Node> nodes) {
        return nodes.stream().map(node -> node.process().pid()).toList();
    }

    @Test
    void sumsIncludeDescendantsAndUnknownIsNotZero() {
        samples.add(1, 0, "init", 1.0, 100L, 3, null, null);
        samples.add(2, 1, "a", 2.0, 200L, 4, null, 7.0).add(3, 2, "b", 4.0, null, null, null, 5.0);
        ProcessTree tree = tree();
        assertThat(node(tree, 1).sum(Resource.CPU)).isEqualTo(7);
        assertThat(node(tree, 1).sum(Resource.MEMORY)).isEqualTo(300);
        assertThat(node(tree, 2).sum(Resource.FDS)).isEqualTo(4);
        assertThat(node(tree, 2).sum(Resource.FORKS)).isEqualTo(7);
        assertThat(node(tree, 1).sum(Resource.FORKS)).isNaN();
        assertThat(node(tree, 3).sum(Resource.MEMORY)).isNaN();
    }

    @Test
    void whatTheAgentSaysOfASubtreeCountsWhatHasEnded() {
        samples.add(1, 0, "init", 1.0, 0L, 0, 150.0, 0.0).add(2, 1, "sh", 2.0, 0L, 0, 140.0, 0.0);
        assertThat(node(tree(), 1).sum(Resource.CPU)).isEqualTo(150);
        assertThat(node(tree(), 2).sum(Resource.CPU)).isEqualTo(140);
    }

    @Test
    void theBirthParentCountsWhileItLivesThenTheCurrentOne() {
        samples.process(1, 0, "init").process(10, 1, "sh");
        samples.processes.add(orphan(20, 1, 10));
        samples.processes.add(orphan(21, 1, 11));
        ProcessTree tree = tree();
        assertThat(pids(node(tree, 10).children())).containsExactly(20);
        assertThat(pids(node(tree, 1).children())).containsExactly(10, 21);
    }

    private static Answers.Proc orphan(int pid, int parent, int birthParent) {
        return new Answers.Proc(
                pid,
                Samples.start(pid),
                parent,
                birthParent,
                0,
                "x",
                "running",
                null,
                List.of(),
                0,
                1,
                0.0,
                0L,
                0L,
                0,
                null,
                null);
    }

    @Test
    void aYoungerProcessIsNobodysParentSoThereAreNoCircles() {
        samples.processes.add(orphan(5, 6, 6));
        samples.processes.add(orphan(6, 5, 5));
        samples.processes.add(orphan(7, 7, 7));
        ProcessTree tree = tree();
        assertThat(pids(tree.roots())).containsExactly(5, 7);
        assertThat(pids(node(tree, 5).children())).containsExactly(6);
    }

    @Test
    void aChainOfThousandsIsListed() {
        IntStream.rangeClosed(1, 20_000).forEach(pid -> samples.process(pid, pid - 1, "chain"));
        Rows rows = Rows.of(tree(), Resource.CPU, new ProcessKey(20_000, Samples.start(20_000)), "");
        assertThat(rows.all()).hasSize(20_000);
        assertThat(rows.pathLength()).isEqualTo(20_000);
        assertThat(rows.all().getLast().indent()).hasSizeLessThan(50);
    }

    @Test
    void largestSubtreesComeFirstButThePathBeforeThem() {
        samples.process(1, 0, "init");
        samples.add(2, 1, "small", 1.0, 0L, 0, null, 0.0).add(3, 1, "large", 50.0, 0L, 0, null, 0.0);
        samples.add(4, 2, "leaf", 0.5, 0L, 0, null, 0.0);
        assertThat(pids(Rows.of(tree(), Resource.CPU, null, "").all().stream()
                        .map(Rows.Row::node)
                        .toList()))
                .containsExactly(1, 3, 2, 4);
        Rows rows = Rows.of(tree(), Resource.CPU, new ProcessKey(4, Samples.start(4)), "");
        assertThat(pids(rows.all().stream().map(Rows.Row::node).toList())).containsExactly(1, 2, 4, 3);
        assertThat(rows.all())
                .filteredOn(Rows.Row::culprit)
                .singleElement()
                .satisfies(row -> assertThat(row.node().process().pid()).isEqualTo(4));
    }

    @Test
    void anEndedPathIsPutInAndKeepsItsChildren() {
        samples.process(1, 0, "init");
        samples.processes.add(orphan(30, 1, 20));
        ProcessTree tree = ProcessTree.of(
                samples.processes,
                List.of(List.of(Samples.ref(1, "init"), Samples.ref(10, "sh"), Samples.ref(20, "sh"))));
        assertThat(pids(ProcessTree.path(tree.find(new ProcessKey(20, Samples.start(20))))))
                .containsExactly(1, 10, 20);
        assertThat(node(tree, 20).gone()).isTrue();
        assertThat(node(tree, 1).gone()).isFalse();
    }
}
