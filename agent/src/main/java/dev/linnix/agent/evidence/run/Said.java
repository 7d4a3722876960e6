package dev.linnix.agent.evidence.run;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What an exception says, for people. */
final class Said {
    private Said() {}

    /** {@return its message, and its kind where that tells more} */
    static String of(Throwable e) {
        String message = e.getMessage();
        if (e instanceof AccessDeniedException) return message + ": permission denied";
        if (e instanceof NoSuchFileException absent) {
            return absent.getReason() == null
                    ? message + ": there is no such file"
                    : absent.getFile() + " " + absent.getReason();
        }
        if (message == null) return e.getClass().getSimpleName();
        return e instanceof java.io.IOException ? message : e.getClass().getSimpleName() + ": " + message;
    }
}
