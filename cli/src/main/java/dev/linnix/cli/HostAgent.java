package dev.linnix.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The agent that runs on this host, as its state directory tells of it. Its token outlives an agent that was killed, and
 * then anybody may listen where that did; so an address counts as the agent's only while the agent holds its lock.
 */
public final class HostAgent {
    private static final String ADDRESS = "api.address";
    /** Name of the file in an agent's state directory that holds the token it asks for. */
    public static final String TOKEN = "api.token";

    private static final String LOCK = "agent.lock";

    private final Path stateDir;
    private final Path locks;

    /**
     * Looks at one.
     *
     * @param stateDir its state directory
     * @param locks {@code /proc/locks}
     */
    HostAgent(Path stateDir, Path locks) {
        this.stateDir = stateDir;
        this.locks = locks;
    }

    /** {@return the file with the token of the agent at an address; null when it is not known to be that agent's} */
    @Nullable
    Path tokenFor(URI asked) {
        Path token = stateDir.resolve(TOKEN);
        try {
            if (!Files.isReadable(token) || !isLocked()) return null;
            URI own = URI.create(text(ADDRESS));
            return reaches(asked, own) ? token : null;
        } catch (IOException | IllegalArgumentException e) {
            // No agent says that it is there.
            return null;
        }
    }

    private String text(String file) throws IOException {
        return Files.readString(stateDir.resolve(file), StandardCharsets.US_ASCII)
                .strip();
    }

    /** To try the lock could keep an agent that starts now from having it; the kernel's list is read only. */
    private boolean isLocked() throws IOException {
        String pid = text(LOCK);
        String inode = String.valueOf(Files.getAttribute(stateDir.resolve(LOCK), "unix:ino"));
        return Files.readAllLines(locks, StandardCharsets.US_ASCII).stream()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(field -> field.length > 5
                        && field[1].equals("POSIX")
                        && field[3].equals("WRITE")
                        && field[4].equals(pid)
                        && field[5].endsWith(":" + inode));
    }

    /** {@return whether whoever listens at the agent's own address is the one to answer} */
    private static boolean reaches(URI asked, URI own) {
        if (!"http".equals(asked.getScheme()) || asked.getPort() != own.getPort()) return false;
        if (asked.getHost().equals(own.getHost())) return true;
        // The agent listens on every address of a family, and so on its loopback addresses; names may mean anyone.
        InetAddress to = InetAddress.ofLiteral(asked.getHost());
        InetAddress everywhere = InetAddress.ofLiteral(own.getHost());
        boolean both = everywhere.getAddress().length >= to.getAddress().length;
        return everywhere.isAnyLocalAddress() && to.isLoopbackAddress() && both;
    }
}
