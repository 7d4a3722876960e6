package dev.linnix.agent.evidence;

import java.io.IOException;

/** What was to be added to a bundle comes too late: it was deleted. */
final class BundleGoneException extends IOException {
    private static final long serialVersionUID = 1;

    BundleGoneException(String bundle) {
        super(bundle + " has been deleted meanwhile");
    }
}
