package dev.linnix.evidence;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An archive is no bundle, or is damaged: the message is one sentence that says which and what is wrong. */
public final class BundleException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    BundleException(String message) {
        super(message);
    }

    BundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
