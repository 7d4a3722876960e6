package dev.linnix.engine.blame;

import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The walk from a process down to where its trouble comes from: to the child that accounts for at least 0.8 of the
 * subtree, again and again, until none does. Begin with {@link #over}, which computes M and S of every process.
 */
public final class Descent {
    /** A child with at least this part of its parent's sum is the cause of it. */
    public static final double DOMINANT = 0.8;
    /** A host that caused at least this part of its subtree itself is no mere host. */
    private static final double OWN_CAUSE = 0.2;

    private final Exclusions exclusions;

    private Descent(Exclusions exclusions) {
        this.exclusions = exclusions;
    }

    /** Computes M and S under a measure; they stay valid until the next walk or record. */
    public static Descent over(HostState host, Measure measure) {
        host.table().aggregate(measure);
        return new Descent(new Exclusions(host));
    }

    /** {@return where the walk from this process stops; the process itself when no child dominates} */
    public static ProcessNode stop(ProcessNode from) {
        ProcessNode node = from;
        for (ProcessNode child = node.heaviest(); child != null; child = node.heaviest()) {
            if (child.total() <= 0 || child.total() < DOMINANT * node.total()) return node;
            node = child;
        }
        return node;
    }

    /** {@return whether the process merely hosts what happens below it, under the measure of this walk} */
    public static boolean merelyHosts(ProcessNode node) {
        return node.own() < OWN_CAUSE * node.total() && Hosting.isHost(node);
    }

    /** {@return whether the process must not be blamed} */
    public boolean excludes(ProcessNode node) {
        return exclusions.excludes(node);
    }

    /** {@return where the walks from all tops stop, the heaviest first; only those with a sum above 0} */
    public List<ProcessNode> stops() {
        List<ProcessNode> stops = new ArrayList<>();
        exclusions.forEachTop(top -> {
            if (top.total() > 0) stops.add(stop(top));
        });
        stops.sort(Descent::compare);
        return stops;
    }

    /**
     * {@return the processes below a mere host where the walks stop, mere hosts among them replaced by what they host,
     * the heaviest first}
     */
    public static List<ProcessNode> hostedBy(ProcessNode mereHost) {
        List<ProcessNode> hosted = new ArrayList<>();
        collect(mereHost, hosted);
        hosted.sort(Descent::compare);
        return hosted;
    }

    private static void collect(ProcessNode mereHost, List<ProcessNode> into) {
        for (ProcessNode child = mereHost.firstChild(); child != null; child = child.nextSibling()) {
            if (child.total() <= 0) continue;
            ProcessNode stop = stop(child);
            if (merelyHosts(stop) && stop.firstChild() != null) collect(stop, into);
            else into.add(stop);
        }
    }

    /**
     * {@return the deepest processes that each alone exceed a limit: where the walks stop, and below mere hosts each
     * child for itself; a mere host stays when it exceeds the limit and none below it does}
     */
    public List<ProcessNode> above(double limit) {
        List<ProcessNode> subjects = new ArrayList<>();
        exclusions.forEachTop(top -> above(top, limit, subjects));
        return subjects;
    }

    private static void above(ProcessNode from, double limit, List<ProcessNode> into) {
        if (from.total() < limit || from.total() <= 0) return;
        ProcessNode stop = stop(from);
        if (stop.total() < limit) {
            into.add(lowestAbove(from, stop, limit));
            return;
        }
        int before = into.size();
        if (merelyHosts(stop)) {
            for (ProcessNode c = stop.firstChild(); c != null; c = c.nextSibling()) above(c, limit, into);
        }
        if (into.size() == before) into.add(stop);
    }

    private static ProcessNode lowestAbove(ProcessNode from, ProcessNode stop, double limit) {
        ProcessNode node = stop;
        for (@Nullable ProcessNode up = stop; up != null; up = up.parent()) {
            node = up;
            if (up.total() >= limit || up == from) return node;
        }
        return node;
    }

    private static int compare(ProcessNode a, ProcessNode b) {
        if (a == b) return 0;
        return ProcessNode.heavier(a, b) ? -1 : 1;
    }
}
