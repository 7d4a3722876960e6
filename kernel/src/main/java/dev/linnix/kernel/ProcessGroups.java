package dev.linnix.kernel;

/** Ends process groups, which the JDK cannot. Stateless and thread-safe. */
public final class ProcessGroups {
    private static final int SIGKILL = 9;
    private static final int ESRCH = 3;

    private ProcessGroups() {}

    /**
     * Kills every process of a group.
     *
     * @param group its number, the pid of the process that made it; above 1, since others mean more than one group
     * @return whether there was any
     * @throws KernelException when none of them may be killed
     */
    public static boolean kill(int group) throws KernelException {
        if (group <= 1) throw new IllegalArgumentException("expected a process group above 1, found " + group);
        int result = Native.kill(-group, SIGKILL);
        if (result == 0) return true;
        if (result == -ESRCH) return false;
        throw new KernelException("kill process group " + group, -result, "");
    }
}
