package dev.linnix.engine.incident;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Blame;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.model.Subject;
import dev.linnix.engine.state.StateIo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How alerts are written into the state and read from it. A reader hands in a blank one. */
final class Written {
    /** What is read when a field is missing. */
    static final Alert BLANK = new Alert(
            "",
            "",
            "",
            "",
            Severity.INFO,
            AlertState.FIRING,
            0,
            0,
            Subject.HOST,
            Blame.NONE,
            0,
            0,
            0,
            "",
            0,
            false,
            "",
            "");

    private static final ProcessRef NOBODY = new ProcessRef(0, 0, "");
    private static final Offender NO_OFFENDER =
            new Offender(NOBODY, null, List.of(), false, 0, 0, 0, 0, false, List.of(), null);
    /** More than the kernel hands over of arguments, and than anyone has ancestors shown. */
    private static final int MOST = 4096;

    private static final Severity[] SEVERITIES = Severity.values();
    private static final AlertState[] STATES = AlertState.values();
    private static final Scope[] SCOPES = Scope.values();

    private Written() {}

    /** Writes the alert and returns the same, or returns the one read. */
    static Alert alert(StateIo io, Alert alert) {
        return new Alert(
                io.text(alert.id()),
                io.text(alert.incidentId()),
                io.text(alert.rule()),
                io.text(alert.detector()),
                io.constant(alert.severity(), SEVERITIES),
                io.constant(alert.state(), STATES),
                io.i64(alert.firedNs()),
                io.i64(alert.changedNs()),
                new Subject(
                        io.constant(alert.subject().scope(), SCOPES),
                        optional(io, alert.subject().process())),
                blame(io, alert.blame()),
                io.f64(alert.value()),
                io.f64(alert.peak()),
                io.f64(alert.threshold()),
                io.text(alert.unit()),
                io.i64(alert.windowNs()),
                io.flag(alert.lowerBound()),
                io.text(alert.message()),
                io.text(alert.silence()));
    }

    /** Writes the load and returns the same, or returns the one read. */
    static HostLoad load(StateIo io, HostLoad load) {
        return new HostLoad(
                io.optional(load.cpuStallPercent()),
                io.optional(load.memoryStallPercent()),
                io.optional(load.ioStallPercent()),
                io.optional(load.cpuPercent()),
                list(io, load.loadAverages(), 0.0, io::f64));
    }

    private static Blame blame(StateIo io, Blame blame) {
        Offender offender = blame.offender();
        boolean one = io.flag(offender != null);
        return new Blame(
                one ? offender(io, offender == null ? NO_OFFENDER : offender) : null,
                list(io, blame.hosted(), NO_OFFENDER, each -> offender(io, each)),
                list(io, blame.top(), NO_OFFENDER, each -> offender(io, each)),
                optional(io, blame.host()));
    }

    private static Offender offender(StateIo io, Offender offender) {
        return new Offender(
                ref(io, offender.process()),
                io.optional(offender.executable()),
                list(io, offender.args(), "", io::text),
                io.flag(offender.argsCut()),
                io.i32(offender.uid()),
                io.i64(offender.cgroupId()),
                io.f64(offender.share()),
                io.f64(offender.ownShare()),
                io.flag(offender.alive()),
                list(io, offender.path(), NOBODY, each -> ref(io, each)),
                io.optional(offender.repeatedExecutable()));
    }

    private static ProcessRef ref(StateIo io, ProcessRef ref) {
        return new ProcessRef(io.i32(ref.pid()), io.i64(ref.startNs()), io.text(ref.comm()));
    }

    private static @Nullable ProcessRef optional(StateIo io, @Nullable ProcessRef ref) {
        return io.flag(ref != null) ? ref(io, ref == null ? NOBODY : ref) : null;
    }

    private static <T> List<T> list(StateIo io, List<T> list, T blank, UnaryOperator<T> element) {
        int count = io.count(list.size(), MOST);
        List<T> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) read.add(element.apply(io.reading() ? blank : list.get(i)));
        return List.copyOf(read);
    }
}
