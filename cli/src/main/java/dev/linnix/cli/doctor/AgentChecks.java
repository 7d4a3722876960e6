package dev.linnix.cli.doctor;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.http.ReadyJson;
import dev.linnix.cli.http.StatusJson;
import dev.linnix.kernel.Capabilities;
import dev.linnix.kernel.Capability;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges an agent by what it says of itself. Pure. */
final class AgentChecks {
    private static final String GROUP = "agent";
    private static final long LEAST_FREE = 256L << 20;
    private static final Duration MOST_SKEW = Duration.ofSeconds(5);
    private static final double MOST_LOSS_PERCENT = 1;
    private static final String GRANT =
            "run it as root, or with AmbientCapabilities=CAP_BPF CAP_PERFMON in its unit: systemctl edit linnix";

    private final List<Check> checks = new ArrayList<>();

    private AgentChecks() {}

    static List<Check> of(StatusJson status, ReadyJson ready) {
        AgentChecks all = new AgentChecks();
        all.readiness(status, ready);
        all.sensors(status.sensors());
        all.responders(status.responders());
        all.loss(status);
        all.rules(status);
        all.blind(status.blind());
        return all.checks;
    }

    private void readiness(StatusJson status, ReadyJson ready) {
        if (ready.ready()) {
            checks.add(Check.ok(
                    GROUP,
                    "ready",
                    "Version " + status.version() + ", ready, up " + Amounts.duration(status.uptimeS()) + "."));
            return;
        }
        List<String> reasons = ready.reasons().isEmpty()
                ? List.of(ready.reason() == null ? "it does not say why" : ready.reason())
                : ready.reasons();
        for (String reason : reasons) {
            // Sensors are reported one by one below, and so is loss.
            if (reason.startsWith("required sensor") || reason.contains("were lost")) continue;
            checks.add(Check.problem(GROUP, "ready", "The agent is not ready: " + reason + ".", restart()));
        }
    }

    private void sensors(List<StatusJson.Part> sensors) {
        working("sensors", sensors);
        for (StatusJson.Part sensor : sensors) {
            if (sensor.isOn()) continue;
            if (sensor.isStandby()) {
                checks.add(Check.ok(GROUP, "sensors", "Not needed now: " + sensor.name() + "."));
                continue;
            }
            String finding = "The sensor " + sensor.name() + " is " + words(sensor.state()) + reason(sensor);
            String fix = finding.contains("CAP_") ? GRANT : restart();
            checks.add(
                    sensor.required()
                            ? Check.problem(GROUP, "sensors", finding, fix)
                            : Check.warning(GROUP, "sensors", finding, fix));
        }
    }

    private void responders(List<StatusJson.Part> responders) {
        working("delivery", responders);
        for (StatusJson.Part responder : responders) {
            if (responder.isOn()) continue;
            checks.add(Check.problem(
                    GROUP,
                    "delivery",
                    "Alerts do not reach " + responder.name() + ", which is " + words(responder.state())
                            + reason(responder),
                    restart()));
        }
    }

    private void working(String name, List<StatusJson.Part> parts) {
        String on = parts.stream()
                .filter(StatusJson.Part::isOn)
                .map(StatusJson.Part::name)
                .collect(Collectors.joining(", "));
        if (!on.isEmpty()) checks.add(Check.ok(GROUP, name, "On: " + on + "."));
    }

    private static String reason(StatusJson.Part part) {
        if (part.reason() == null) return ".";
        return ": " + part.reason() + (part.reason().endsWith(".") ? "" : ".");
    }

    private void loss(StatusJson status) {
        String lost = String.format(
                Locale.ROOT,
                "%.1f %% of the life-cycle records of the last 30 s were lost, %d since the start.",
                status.lossPercent(),
                status.droppedEventsTotal());
        String fix = "give the ring more room: ring.size: 4194304 in the agent's configuration";
        if (status.lossPercent() > MOST_LOSS_PERCENT) checks.add(Check.problem(GROUP, "loss", lost, fix));
        else if (status.lossPercent() > 0) checks.add(Check.warning(GROUP, "loss", lost, fix));
        else checks.add(Check.ok(GROUP, "loss", lost));
    }

    private void rules(StatusJson status) {
        StatusJson.Rules rules = status.rules();
        String file = rules == null || rules.file() == null ? "" : rules.file();
        String fix = "linnix rules check " + (file.isEmpty() ? "FILE" : file);
        if (rules != null && "rejected".equals(rules.lastReload())) {
            checks.add(Check.problem(
                    GROUP,
                    "rules",
                    "The rule file as it is now was rejected; the rules from before are in force.",
                    fix));
        }
        if (status.activeRules() == 0) {
            checks.add(Check.problem(GROUP, "rules", "No rule is active, so nothing can be noticed.", fix));
        } else {
            checks.add(Check.ok(GROUP, "rules", Amounts.count(status.activeRules(), "rule") + " active."));
        }
        if (rules == null) return;
        for (String problem : rules.problems()) checks.add(Check.warning(GROUP, "rules", problem, fix));
        rules.blindByReason()
                .forEach((reason, names) -> checks.add(Check.warning(
                        GROUP,
                        "rules",
                        "Cannot fire now: " + String.join(", ", names) + ": " + reason + ".",
                        reason.contains("psi=1") ? MachineChecks.PRESSURE_FIX : restart())));
    }

    private void blind(StatusJson.@Nullable Blind blind) {
        if (blind == null) return;
        checks.add(Check.warning(
                GROUP,
                "blind",
                "Nobody watched from " + Amounts.time(blind.from()) + " to " + Amounts.time(blind.to()) + ": "
                        + (blind.rebooted() ? "the host was started anew." : "the agent before did not end in order."),
                blind.rebooted() ? null : "journalctl -u linnix --until '" + Amounts.time(blind.to()) + "'"));
    }

    /** {@return what is to be done about an agent that does not answer as it should} */
    static Check unreachable(CommandException failure, URI address) {
        String linnix = Console.launcher();
        String fix = switch (failure.status()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "as a user who may read its state directory: sudo " + linnix
                        + " doctor; or with a file that holds the token: " + linnix + " doctor --token-file FILE";
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "name it as this host does: " + linnix + " doctor --url http://127.0.0.1"
                        + (address.getPort() < 0 ? "" : ":" + address.getPort());
            case HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_NOT_FOUND ->
                "somebody else listens there; give the agent's own address: " + linnix
                        + " doctor --url http://HOST:PORT";
            case 0 -> "sudo " + linnix + " agent, or as a service: systemctl start linnix";
            default -> restart();
        };
        return Check.problem(GROUP, "reachable", failure.sentence() + ".", fix);
    }

    /** {@return whether the agent's process has the rights it needs} */
    static Check rights(long pid, Optional<Capabilities> capabilities) {
        if (capabilities.isEmpty()) {
            return Check.ok(GROUP, "rights", "The agent, pid " + pid + ", cannot be seen from here.");
        }
        Set<Capability> missing = capabilities.get().missing(Capability.BPF, Capability.PERFMON);
        if (missing.isEmpty()) {
            return Check.ok(GROUP, "rights", "The agent, pid " + pid + ", has CAP_BPF and CAP_PERFMON.");
        }
        String names = missing.stream().map(Capability::label).sorted().collect(Collectors.joining(" and "));
        return Check.problem(
                GROUP, "rights", "The agent, pid " + pid + ", lacks " + names + ": it sees only /proc.", GRANT);
    }

    /** {@return whether the agent's clock agrees with ours, to within the seconds HTTP tells} */
    static Check clock(@Nullable Instant agent, Instant here) {
        if (agent == null) return Check.ok(GROUP, "clock", "The agent does not tell its clock.");
        Duration skew = Duration.between(here, agent);
        if (skew.abs().compareTo(MOST_SKEW) <= 0) return Check.ok(GROUP, "clock", "Its clock and this host's agree.");
        return Check.warning(
                GROUP,
                "clock",
                "Its clock is " + Amounts.duration(skew.abs().toSeconds())
                        + (skew.isNegative() ? " behind" : " ahead of") + " this host's: times will look wrong.",
                "timedatectl set-ntp true");
    }

    /** {@return the checks of the directory in which an agent of this host keeps its state} */
    static List<Check> state(Machine machine, String directory) {
        List<Check> checks = new ArrayList<>();
        Integer mode = machine.stateMode();
        if (mode != null && (mode & 7) != 0) {
            String finding = String.format(Locale.ROOT, "Everybody may look into %s (mode %04o).", directory, mode);
            checks.add(Check.warning(GROUP, "state", finding, "chmod 0750 " + directory));
        }
        Long free = machine.freeBytes();
        if (free == null) return checks;
        String room = Amounts.bytes(free) + " are free for " + directory + ".";
        checks.add(
                free >= LEAST_FREE
                        ? Check.ok(GROUP, "disk", room)
                        : Check.problem(GROUP, "disk", room, "make room: du -xh " + directory + " | sort -h | tail"));
        return checks;
    }

    private static String words(String state) {
        return state.replace('_', ' ');
    }

    private static String restart() {
        return "see its log, then start it again: journalctl -u linnix; systemctl restart linnix";
    }
}
