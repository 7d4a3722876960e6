package dev.linnix.engine.detect;

import dev.linnix.engine.blame.Exclusions;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process that does not reap its children.
 *
 * <p>Fires when at least {@code threshold} processes whose current parent it is ended at least {@code duration} ago and
 * were still there, not reaped, in the last snapshot. The age is asked of each of them: a parent that reaps late, but
 * does, has many zombies at any time and none of them old. Orphans belong to whom they were given to, not to whom forked
 * them. A process that had ended before it was first seen is as old as the first snapshot that shows it. Source: snapshots.
 */
public final class ZombieCount implements DetectorType {
    @Override
    public String name() {
        return "zombie_count";
    }

    @Override
    public String summary() {
        return "A process that does not reap its children: zombies pile up below it.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.integer("threshold", "zombies", 1, 10_000_000, "Unreaped children that are too many."),
                ParameterSpec.number("duration", "s", 0, 3600, "How long ago each of them must have ended."));
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new Unreaped(rule.number("threshold"), rule.seconds("duration"));
    }

    private record Unreaped(double threshold, long ageNs) implements Detector {
        @Override
        public Scope scope() {
            return Scope.PROCESS;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            if (moment != Moment.SNAPSHOT) return;
            Map<ProcessNode, Integer> unreaped = count(host);
            if (unreaped.isEmpty()) return;
            Exclusions exclusions = new Exclusions(host);
            String what = "children that ended at least " + Finding.number(ageNs / 1e9) + " s ago and were not reaped";
            unreaped.forEach((parent, zombies) -> {
                if (zombies < threshold || exclusions.excludes(parent)) return;
                String silence = Finding.raise("threshold", zombies);
                findings.found(
                        parent,
                        new Finding(
                                zombies,
                                threshold,
                                "zombies",
                                true,
                                what,
                                silence,
                                node -> unreaped.getOrDefault(node, 0),
                                0));
            });
        }

        private Map<ProcessNode, Integer> count(HostState host) {
            Map<ProcessNode, Integer> unreaped = new LinkedHashMap<>();
            host.table().forEach(node -> {
                if (!isOld(host, node)) return;
                ProcessNode parent = host.table().find(node.parentPid(), node.parentStartNs());
                if (parent != null && parent.alive()) unreaped.merge(parent, 1, Integer::sum);
            });
            return unreaped;
        }

        private boolean isOld(HostState host, ProcessNode node) {
            return node.zombie() && host.nowNs() - node.exitNs() >= ageNs;
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            if (subject == null) return 0;
            int[] zombies = new int[1];
            host.table().forEach(node -> {
                boolean its = node.parentPid() == subject.pid() && node.parentStartNs() == subject.startNs();
                if (its && isOld(host, node)) zombies[0]++;
            });
            return zombies[0] / threshold;
        }

        @Override
        public long windowNs() {
            return ageNs;
        }

        @Override
        public long durationNs() {
            return 0;
        }
    }
}
