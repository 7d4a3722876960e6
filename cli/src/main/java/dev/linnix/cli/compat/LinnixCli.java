package dev.linnix.cli.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code linnix-cli}: without a command, the stream of events; its options may stand before or after the command. */
final class LinnixCli {
    /** Shown for {@code --help}. */
    static final String USAGE = """
            usage: linnix-cli [--url URL] [--no-color] [--stats | --alerts | COMMAND ...]
              (nothing)                    linnix stream
              --stats                      linnix status --short
              --alerts                     linnix alerts --follow
              export --since S --rule R    linnix export
              explain ID                   linnix incidents ID
              doctor                       linnix doctor
              processes                    linnix ps
            Dropped, for want of what they show: investigate, blame, feedback. Each says why.
            """;

    private static final Map<String, List<String>> COMMANDS = Map.of(
            "export", List.of("export"),
            "explain", List.of("incidents"),
            "doctor", List.of("doctor"),
            "processes", List.of("ps"));

    private static final Map<String, String> DROPPED = Map.of(
            "investigate",
                    "stalls are not attributed to pods in this version; 'linnix incidents' names who is responsible",
            "blame",
                    "it looked for insights of a language model, and there is none in this version;"
                            + " 'linnix incidents --url http://NODE:3000' names who is responsible on a node",
            "feedback", "it rated insights of a language model, and there is none in this version");

    private LinnixCli() {}

    static Translation translate(List<String> args) {
        List<String> global = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        List<String> mode = List.of("stream");
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--url") && i + 1 < args.size()) global.addAll(List.of(arg, args.get(++i)));
            else if (arg.startsWith("--url=") || arg.equals("--no-color")) global.add(arg);
            else if (arg.equals("--stats")) mode = List.of("status", "--short");
            else if (arg.equals("--alerts")) mode = List.of("alerts", "--follow");
            else rest.add(arg);
        }
        if (!rest.isEmpty() && !rest.getFirst().startsWith("-")) {
            String command = rest.removeFirst();
            String why = DROPPED.get(command);
            if (why != null) return Translation.refused("linnix-cli " + command + " is dropped: " + why);
            mode = COMMANDS.getOrDefault(command, List.of(command));
        }
        List<String> arguments = new ArrayList<>(mode);
        arguments.addAll(global);
        arguments.addAll(rest);
        return Translation.to(arguments);
    }
}
