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
        if (e instanceof NoSuchFileException) return message + ": there is no such file";
        if (message == null) return e.getClass().getSimpleName();
        return e instanceof java.io.IOException ? message : e.getClass().getSimpleName() + ": " + message;
    }
}
