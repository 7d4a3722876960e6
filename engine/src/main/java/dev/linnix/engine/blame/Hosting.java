package dev.linnix.engine.blame;

import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.table.Image;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the processes that start other people's work and are rarely its cause: service managers, login shells, remote
 * login, container inits, terminal multiplexers, schedulers of jobs and CI runners.
 */
final class Hosting {
    private static final Set<String> HOSTS = Set.of(
            "systemd",
            "init",
            "runit",
            "runsv",
            "runsvdir",
            "s6-svscan",
            "s6-supervise",
            "supervisord",
            "openrc-init",
            "dinit",
            "upstart",
            "sshd",
            "sshd-session",
            "dropbear",
            "login",
            "su",
            "sudo",
            "doas",
            "tini",
            "dumb-init",
            "docker-init",
            "catatonit",
            "conmon",
            "pause",
            "containerd-shim",
            "containerd-shim-runc-v2",
            "cron",
            "crond",
            "atd",
            "tmux: server",
            "tmux",
            "screen",
            "Runner.Listener",
            "Runner.Worker",
            "gitlab-runner",
            "buildkite-agent",
            "act_runner",
            "drone-runner-docker",
            "circleci-agent");
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "zsh", "ksh", "mksh", "fish", "tcsh", "csh", "ash", "busybox");
    private static final Set<String> INTERACTIVE = Set.of("-i", "-l", "-il", "-li", "--login", "-login");

    private Hosting() {}

    /** {@return whether the process, by what it is, merely hosts what runs below it} */
    static boolean isHost(ProcessNode node) {
        if (node.is(RecordFlags.PIDNS_INIT)) return true;
        if (HOSTS.contains(node.commText())) return true;
        Image image = node.image();
        if (image == null || !node.ownImage()) return false;
        @Nullable String name = image.name();
        if (name == null) return false;
        return HOSTS.contains(name) || (isShell(name) && isLogin(image.args()));
    }

    private static boolean isShell(String name) {
        return SHELLS.contains(name);
    }

    /** A shell reads commands from a person when it is called by a name with a dash, or with neither script nor -c. */
    private static boolean isLogin(List<String> args) {
        if (args.isEmpty()) return false;
        if (args.getFirst().startsWith("-")) return true;
        return args.stream().skip(1).allMatch(INTERACTIVE::contains);
    }
}
