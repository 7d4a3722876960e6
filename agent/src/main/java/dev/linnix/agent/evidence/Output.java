package dev.linnix.agent.evidence;

import java.io.IOException;
import java.io.OutputStream;

/** Where a collector puts what it finds, and says what it could not. Confined to the collector's thread. */
public interface Output {
    /**
     * Begins a file that holds text. Credential-like values in it are hidden before they are stored.
     *
     * @param name below the collector's folder: letters, digits, {@code . _ -}, folders by {@code /}
     * @return takes UTF-8 or whatever bytes the kernel gives; what is beyond the limit is swallowed, and the file marked as
     *     cut; to be closed. A {@link LimitedStream}, so that who makes much can see when it is enough
     * @throws IOException when there is no space on disk, as each later call and each write does then
     */
    OutputStream text(String name) throws IOException;

    /** As {@link #text}, for bytes that are no text and are stored as they are. */
    OutputStream bytes(String name) throws IOException;

    /**
     * Says that something was refused.
     *
     * @param what could not be had, such as {@code open files}
     * @param needs what it takes, such as {@code CAP_SYS_PTRACE}
     */
    void denied(String what, String needs);

    /** Says that something could not be had for another reason. */
    void missing(String what, String why);

    /** Says that something did not come in time. */
    void late(String what);
}
