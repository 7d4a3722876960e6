package dev.linnix.recording;

import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;

/** Told what happens in a replay, in order, on the thread that runs it. Views must not be kept. */
public interface ReplayListener {
    /** An engine was taken up from a keyframe: alerts that fired before and still do are told by the view alone. */
    default void restored(TransitionJson json, EngineView view) {}

    /** The replayed engine said something of an alert; {@code json} writes it as a recording would. */
    default void alert(Alert alert, TransitionJson json) {}

    /** The replayed engine said something of an incident; {@code json} writes it as a recording would. */
    default void incident(Incident incident, TransitionJson json) {}

    /** The recorded engine said this: one line of JSON with its line feed. */
    default void recorded(byte[] line) {}

    /** Inputs are missing here; {@code json} tells wall time. The recorded engine may have had them. */
    default void gap(Gap gap, TransitionJson json) {}

    /** There is no more; called once, unless nothing could be replayed. */
    default void ended(EngineView view) {}
}
