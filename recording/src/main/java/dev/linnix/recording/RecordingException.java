package dev.linnix.recording;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A recording cannot be read or written; the message is one sentence that says where, what and, if it helps, what to do. */
public final class RecordingException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    RecordingException(String message) {
        super(message);
    }

    RecordingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
