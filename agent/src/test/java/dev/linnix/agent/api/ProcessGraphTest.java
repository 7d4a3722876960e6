package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.GraphJson;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Are a process's relatives found, each once, in an order that does not change? */
class ProcessGraphTest {
    private final List<ProcessInfo> processes = new ArrayList<>();

    private void add(int pid, int parent) {
        ProcessRef ref = new ProcessRef(pid, processes.size() + 1, "p" + pid);
        processes.add(new ProcessInfo(
                ref, parent, null, 0, null, List.of(), false, 0, "running", "fork", false, 1, null, 0, null, null, null,
                null, null, null, null, null, false, null, null, null));
    }

    private GraphJson around(int pid) {
        return new ProcessGraph(processes, process -> Explicit.NULL).around(pid);
    }

    private static List<String> shown(GraphJson graph) {
        return graph.nodes().stream()
                .map(node -> node.pid() + " " + node.relationship() + " " + node.level())
                .toList();
    }

    @Test
    void ancestorsThenSiblingsThenDescendants() {
        add(1, 0);
        add(10, 1);
        add(20, 10);
        add(22, 10);
        add(21, 10);
        add(30, 20);
        add(40, 30);
        add(99, 1);
        assertThat(shown(around(20)))
                .containsExactly(
                        "20 self 0",
                        "10 ancestor -1",
                        "1 ancestor -2",
                        "22 sibling 0",
                        "21 sibling 0",
                        "30 descendant 1",
                        "40 descendant 2");
        assertThat(around(5)).isNull();
    }

    @Test
    void aParentNobodyKnowsIsShownAsSuch() {
        add(20, 10);
        assertThat(shown(around(20))).containsExactly("20 self 0", "10 virtual_root -1");
    }

    @Test
    void aCircleEnds() {
        add(20, 30);
        add(30, 20);
        assertThat(shown(around(20))).containsExactly("20 self 0", "30 ancestor -1");
    }

    @Test
    void tooManyAreCutAndItIsSaid() {
        add(1, 0);
        IntStream.range(2, 2000).forEach(pid -> add(pid, 1));
        GraphJson graph = around(1);
        assertThat(graph.truncated()).isTrue();
        assertThat(graph.nodes()).hasSize(ProcessGraph.MOST_NODES);
    }
}
