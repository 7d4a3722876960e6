package dev.linnix.agent.config;

import dev.linnix.agent.space.Limits;
import dev.linnix.agent.space.Slices;
import dev.linnix.engine.rule.RuleSet;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the agent is set up.
 *
 * @param api where the API is offered, and to whom
 * @param metricsEnabled whether {@code /metrics/prometheus} is offered
 * @param requireKernelInstrumentation whether the agent is not ready while the sensors in the kernel are off
 * @param stateDir where alerts and the lock are kept
 * @param runtimeDir where the heartbeat is kept; the state directory unless systemd gives one
 * @param rules rules file; null for the rules that come with the program
 * @param importedRules rules besides those, and the file of AODv2 they come from; null when there is none
 * @param alertsFiles where alerts are appended, to each of them; empty for a file in the state directory
 * @param recorder what the flight recorder keeps
 * @param evidence what is collected when an incident opens
 * @param space how much of the disk is taken
 * @param audit whether there is an audit log
 * @param ringBytes size of the ring the kernel sensors share; a power of two
 * @param logLevel the least urgent messages that are logged
 * @param source the file it was read from
 */
public record Config(
        Api api,
        boolean metricsEnabled,
        boolean requireKernelInstrumentation,
        Path stateDir,
        Path runtimeDir,
        @Nullable Path rules,
        RuleSet.@Nullable Source importedRules,
        List<Path> alertsFiles,
        Recorder recorder,
        Evidence evidence,
        Space space,
        boolean audit,
        int ringBytes,
        Level logLevel,
        Source source) {

    /** Copies the files. */
    public Config {
        alertsFiles = List.copyOf(alertsFiles);
    }

    /** Where the configuration is looked for unless told otherwise; the first that exists is read. */
    public static final List<Path> DEFAULT_FILES =
            List.of(Path.of("/etc/linnix/linnix.yaml"), Path.of("/etc/linnix/linnix.toml"));

    /**
     * Where the API is offered, and to whom.
     *
     * @param listen address; port 0 takes a free one
     * @param token what clients must send; always present where {@code listen} is not loopback
     * @param metricsListen address for probes and metrics, without token; empty for none
     * @param metricsAsked whether somebody gave {@code metricsListen}, rather than that it is the default
     * @param unixSocket path of a socket that leads to the API; empty for none
     * @param maxStreams most clients that read event streams at the same time
     */
    public record Api(
            InetSocketAddress listen,
            Optional<String> token,
            Optional<InetSocketAddress> metricsListen,
            boolean metricsAsked,
            Optional<Path> unixSocket,
            int maxStreams) {
        /** Refuses what would let others in without a token, whoever forgot to check. */
        public Api {
            boolean loopback =
                    listen.getAddress() != null && listen.getAddress().isLoopbackAddress();
            if (!loopback && token.isEmpty()) throw new IllegalArgumentException(listen + " needs a token");
        }

        /** Without the token: this text may end in a log. */
        @Override
        public String toString() {
            return "Api[listen=" + listen + ", token=" + (token.isPresent() ? "given" : "none") + ", metricsListen="
                    + metricsListen + ", unixSocket=" + unixSocket + ", maxStreams=" + maxStreams + "]";
        }
    }

    /**
     * What the flight recorder keeps.
     *
     * @param enabled whether anything is recorded at all
     * @param minutes of the past
     * @param bytes on disk at most
     */
    public record Recorder(boolean enabled, int minutes, long bytes) {}

    /**
     * What is collected when an incident opens.
     *
     * @param enabled whether anything is
     * @param windowSeconds how far back
     * @param perRulePerHour bundles of one rule within an hour at most; 0 for no limit
     * @param perHour bundles within an hour at most; 0 for no limit
     * @param collectors that the user defined
     */
    public record Evidence(
            boolean enabled, int windowSeconds, int perRulePerHour, int perHour, List<UserCollector> collectors) {
        /** Copies the collectors. */
        public Evidence {
            collectors = List.copyOf(collectors);
        }
    }

    /**
     * A collector that the user defined: a command or a file.
     *
     * @param name that rules call it by
     * @param command program and arguments; empty for a file
     * @param file to be read; null for a command
     * @param timeoutSeconds the longest it may take
     * @param mostBytes of its output
     * @param atOnce whether it is quick enough for the first archive
     */
    public record UserCollector(
            String name,
            List<String> command,
            @Nullable Path file,
            int timeoutSeconds,
            long mostBytes,
            boolean atOnce) {
        /** Copies the command. */
        public UserCollector {
            command = List.copyOf(command);
        }
    }

    /**
     * How much of the disk is taken.
     *
     * @param slices how the budget is divided
     * @param limits on what is deleted in the end
     */
    public record Space(Slices slices, Limits limits) {}

    /**
     * The file that was read.
     *
     * @param file null when there was none
     * @param sha256 of its bytes, in hexadecimal; empty when there was none
     * @param warnings about what was read, from wherever
     */
    public record Source(@Nullable Path file, String sha256, int warnings) {}

    /** {@return address of the API} */
    public InetSocketAddress listen() {
        return api.listen();
    }
}
