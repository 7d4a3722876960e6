package dev.linnix.cli.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code linnix-cli}: without a command, the stream of events; its options may stand before or after the command. What its
 * documents name and its program never had is here too.
 */
final class LinnixCli {
    /** Shown for {@code --help}. */
    static final String USAGE = """
            usage: linnix-cli [--url URL] [--no-color] [--stats | --alerts | COMMAND ...]
              (nothing)                    linnix stream
              --stats                      linnix status --short
              --alerts                     linnix alerts --follow
              export --since S --rule R    linnix export (--format md or txt)
              explain ID                   linnix incidents ID
              doctor                       linnix doctor
              processes                    linnix ps
            Documented, and now there: --host URL is --url, stats is --stats, alerts is --alerts, stream.
            Dropped, for want of what they show: investigate, blame, feedback, metrics, --output. Each says why.
            """;

    private static final List<String> STATS = List.of("status", "--short");
    private static final List<String> ALERTS = List.of("alerts", "--follow");

    private static final Map<String, List<String>> COMMANDS = Map.of(
            "export", List.of("export"),
            "explain", List.of("incidents"),
            "doctor", List.of("doctor"),
            "processes", List.of("ps"),
            "stats", STATS,
            "alerts", ALERTS);

    private static final Map<String, String> DROPPED = Map.of(
            "investigate",
                    "stalls are not attributed to pods in this version; 'linnix incidents' names who is responsible",
            "blame",
                    "it looked for insights of a language model, and there is none in this version;"
                            + " 'linnix incidents --url http://NODE:3000' names who is responsible on a node",
            "feedback", "it rated insights of a language model, and there is none in this version",
            "metrics", "'linnix status' shows the agent's figures, and /metrics/prometheus has all of them",
            "--output", "every command that asks an agent takes --json");

    private LinnixCli() {}

    static Translation translate(List<String> args) {
        List<String> global = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        List<String> mode = List.of("stream");
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            String option = arg.replaceFirst("=.*", "");
            if (option.equals("--output")) return dropped(option);
            if (option.equals("--host")) arg = "--url" + arg.substring(option.length());
            if (arg.equals("--url") && i + 1 < args.size()) global.addAll(List.of(arg, args.get(++i)));
            else if (arg.startsWith("--url=") || arg.equals("--no-color")) global.add(arg);
            else if (arg.equals("--stats")) mode = STATS;
            else if (arg.equals("--alerts")) mode = ALERTS;
            else rest.add(arg);
        }
        if (!rest.isEmpty() && !rest.getFirst().startsWith("-")) {
            String command = rest.removeFirst();
            if (DROPPED.containsKey(command)) return dropped(command);
            mode = COMMANDS.getOrDefault(command, List.of(command));
        }
        List<String> arguments = new ArrayList<>(mode);
        arguments.addAll(global);
        arguments.addAll(rest);
        return Translation.to(arguments);
    }

    private static Translation dropped(String what) {
        return Translation.refused("linnix-cli " + what + " is dropped: " + DROPPED.get(what));
    }
}
