package dev.linnix.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who did it. Either one offender, or up to three descendants of a process that merely hosts them, or nobody in
 * particular: then the three largest contributors are listed.
 *
 * @param offender the one responsible; null when the cause is spread
 * @param hosted offenders below a mere host (login shell, service manager, …); empty unless that is the case
 * @param top the largest contributors when nobody is to blame; empty otherwise
 * @param host the process that merely hosts {@code hosted}; null otherwise
 */
public record Blame(
        @Nullable Offender offender,
        List<Offender> hosted,
        List<Offender> top,
        @Nullable ProcessRef host) {

    /** Nobody, and nobody stands out. */
    public static final Blame NONE = new Blame(null, List.of(), List.of(), null);

    /** {@return everyone held responsible: the offender, or those hosted, or nobody} */
    public List<Offender> responsible() {
        return offender != null ? List.of(offender) : hosted;
    }
}
