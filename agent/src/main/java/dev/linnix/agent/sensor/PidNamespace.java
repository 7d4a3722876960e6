package dev.linnix.agent.sensor;

import dev.linnix.kernel.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The PID namespace this process is in. Snapshots show the processes of their reader's namespace, life-cycle events those
 * of the whole host: only in the host's namespace do they speak of the same processes.
 */
public final class PidNamespace {
    /** The host's, whose inode the kernel fixes: PROC_PID_INIT_INO in include/linux/proc_ns.h. */
    private static final String INITIAL = "pid:[4026531836]";

    private static final Path OWN = Path.of("/proc/self/ns/pid");

    private PidNamespace() {}

    /**
     * Makes sure that this process is in the host's PID namespace.
     *
     * @throws RefusedException when it is in another
     * @throws KernelException when that cannot be found out
     */
    public static void requireInitial() throws KernelException, RefusedException {
        requireInitial(OWN);
    }

    static void requireInitial(Path link) throws KernelException, RefusedException {
        String own;
        try {
            own = Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return; // a kernel without PID namespaces
        } catch (IOException e) {
            throw new KernelException("find out the PID namespace by " + link, 0, "", e);
        }
        if (own.equals(INITIAL)) return;
        throw new RefusedException("the agent runs in a PID namespace of its own (" + own + ", the host's is " + INITIAL
                + "), where snapshots show only the processes of that namespace and all others would be taken for ended."
                + " Run it in the host's PID namespace: without unshare --pid or PrivatePIDs=, a container with"
                + " --pid=host, a Kubernetes pod with hostPID: true.");
    }
}
