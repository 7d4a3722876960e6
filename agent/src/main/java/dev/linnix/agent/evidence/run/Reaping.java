package dev.linnix.agent.evidence.run;

import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.ProcessGroups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Ends a helper and all that it started. Stateless; a class of its own so that a test can have one that fails. */
class Reaping {
    private static final System.Logger LOG = System.getLogger(Reaping.class.getName());

    /**
     * Kills the group of a helper.
     *
     * @param ended whether the helper has ended by itself
     * @param millis to wait for its death
     * @return whether it is dead
     */
    boolean end(Process helper, boolean ended, long millis) {
        // The kernel gives a pid to nobody while a group has that number. So where a process has the pid of a helper
        // that
        // ended, the helper left nobody behind, and the number may be that of a group of others.
        if (!ended || !Files.exists(Path.of("/proc", Long.toString(helper.pid())))) killGroup(helper);
        helper.destroyForcibly();
        try {
            return helper.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !helper.isAlive();
        }
    }

    private static void killGroup(Process helper) {
        try {
            ProcessGroups.kill((int) helper.pid());
        } catch (KernelException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot end what helper " + helper.pid() + " started: " + e.getMessage());
        }
    }
}
