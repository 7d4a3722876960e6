package dev.linnix.agent.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the agent is set up.
 *
 * @param listen address of the API; always loopback
 * @param stateDir where alerts and the lock are kept
 * @param runtimeDir where the heartbeat is kept; the state directory unless systemd gives one
 * @param rules rules file; null for the rules that come with the program
 * @param ringBytes size of the ring the kernel sensors share; a power of two
 */
public record Config(
        InetSocketAddress listen,
        Path stateDir,
        Path runtimeDir,
        @Nullable Path rules,
        int ringBytes) {
    /** Where the state is kept unless told otherwise. */
    public static final Path DEFAULT_STATE_DIR = Path.of("/var/lib/linnix");

    /** Address of the API unless told otherwise. */
    public static final String DEFAULT_LISTEN = "127.0.0.1:3000";

    /** Size of the ring unless told otherwise. */
    public static final int DEFAULT_RING_BYTES = 1 << 20;
}
