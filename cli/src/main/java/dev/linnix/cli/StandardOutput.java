package dev.linnix.cli;

import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.Reader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output of this process, which can tell when whoever read it has gone, before anything is written to it. */
final class StandardOutput extends PrintStream {
    private static final int DESCRIPTOR = 1;
    private static final System.Logger LOG = System.getLogger(StandardOutput.class.getName());

    StandardOutput() {
        super(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    /** Does something once, on a thread of its own, when nobody reads any more. */
    void whenUnread(Runnable action) {
        Thread.ofPlatform().daemon().name("linnix-reader").start(() -> {
            try {
                Reader.awaitGone(DESCRIPTOR);
                action.run();
            } catch (KernelException e) {
                // The next write will tell.
                LOG.log(System.Logger.Level.DEBUG, e.getMessage());
            }
        });
    }
}
