package dev.linnix.engine.blame;

import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the offender. M(p) is what p caused itself in the window, S(p) the sum of M over p and its birth descendants,
 * the dead included, E the total of the scope. From each child of an excluded process the walk descends to the child
 * with S(c) ≥ 0.8·S(p). With S ≥ 0.5·E where it stops, that is the offender; unless it merely hosts and caused less than
 * 0.2 of it itself: then up to three below it with S ≥ 0.25·E. Otherwise nobody, with the three largest.
 */
public final class Blamer {
    private static final double OFFENDER = 0.5;
    private static final double HOSTED = 0.25;
    private static final int AT_MOST = 3;

    private final HostState host;

    /** Creates a blamer for a host. */
    public Blamer(HostState host) {
        this.host = host;
    }

    /**
     * Who is responsible, as nodes of the table.
     *
     * @param offender the one, or null
     * @param hosted those below a mere host
     * @param top the largest when nobody is responsible
     * @param mereHost the host of {@code hosted}
     * @param total E, the total of the scope
     */
    public record Verdict(
            @Nullable ProcessNode offender,
            List<ProcessNode> hosted,
            List<ProcessNode> top,
            @Nullable ProcessNode mereHost,
            double total) {

        /** {@return everyone held responsible} */
        public List<ProcessNode> responsible() {
            return offender != null ? List.of(offender) : hosted;
        }
    }

    /** {@return who is responsible for the host's total under a measure} */
    public Verdict ofHost(Measure measure, double total) {
        Descent descent = Descent.over(host, measure);
        List<ProcessNode> stops = descent.stops();
        if (stops.isEmpty() || !measure.accuses()) return nobody(stops, total);
        return judge(stops.getFirst(), stops, total);
    }

    /** {@return who is responsible within a subtree under a measure} */
    public Verdict ofSubtree(Measure measure, ProcessNode subject) {
        Descent.over(host, measure);
        ProcessNode stop = Descent.stop(subject);
        return judge(stop, List.of(stop), subject.total());
    }

    /** {@return a verdict that names one process without comparing it to others} */
    public static Verdict ofProcess(ProcessNode process) {
        return new Verdict(process, List.of(), List.of(), null, 0);
    }

    private static Verdict judge(ProcessNode first, List<ProcessNode> stops, double total) {
        if (first.total() < OFFENDER * total || first.total() <= 0) return nobody(stops, total);
        if (!Descent.merelyHosts(first)) return new Verdict(first, List.of(), List.of(), null, total);
        List<ProcessNode> below = Descent.hostedBy(first);
        List<ProcessNode> hosted = below.stream()
                .filter(p -> p.total() >= HOSTED * total)
                .limit(AT_MOST)
                .toList();
        if (hosted.isEmpty()) return nobody(below.isEmpty() ? stops : below, total);
        return new Verdict(null, hosted, List.of(), first, total);
    }

    private static Verdict nobody(List<ProcessNode> largest, double total) {
        return new Verdict(null, List.of(), largest.stream().limit(AT_MOST).toList(), null, total);
    }

    /** {@return identity of the mere host of a verdict, null without} */
    static @Nullable ProcessRef refOf(@Nullable ProcessNode node) {
        return node == null ? null : node.ref();
    }
}
