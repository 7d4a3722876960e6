package dev.linnix.cli.compat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code linnix-reasoner}: what needs no language model does the same, the rest says why not. */
final class LinnixReasoner {
    /** Shown for {@code --help}. */
    static final String USAGE = """
            usage: linnix-reasoner [--host URL] [--json] [--no-color] [--alerts | --stream [--filter WORD]]
              --alerts     linnix alerts
              --stream     linnix stream
              --filter     with --stream only: only processes of this name
              --raw        the same as --json
            Dropped until there is an explanation by a language model, which is what they ask for or shape:
            no option at all, --insights, --short, --endpoint, --api-key, --model, --output.
            """;

    private static final String WHY = " is dropped until incidents are explained by a language model;"
            + " 'linnix incidents' names who is responsible, and 'linnix status' shows the host as it is";

    private static final Set<String> DROPPED =
            Set.of("--short", "--endpoint", "--api-key", "--model", "--insights", "--output");

    private LinnixReasoner() {}

    static Translation translate(List<String> args) {
        Set<String> arguments = new LinkedHashSet<>();
        List<String> values = new ArrayList<>();
        String mode = "";
        boolean filtered = false;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            String value = "";
            int equals = arg.indexOf('=');
            if (equals > 0) {
                value = arg.substring(equals + 1);
                arg = arg.substring(0, equals);
            }
            if (DROPPED.contains(arg)) return Translation.refused("linnix-reasoner " + arg + WHY);
            boolean valued = arg.equals("--host") || arg.equals("--filter");
            if (valued && equals < 0) {
                if (i + 1 == args.size()) return Translation.refused("linnix-reasoner: " + arg + " needs a value");
                value = args.get(++i);
            }
            switch (arg) {
                case "--alerts" -> mode = "alerts";
                case "--stream" -> mode = "stream";
                case "--host" -> values.addAll(List.of("--url", value));
                case "--filter" -> {
                    filtered = true;
                    values.addAll(List.of("--comm", value));
                }
                // Both ask for the same, and may be given together.
                case "--raw", "--json" -> arguments.add("--json");
                default -> arguments.add(args.get(i));
            }
        }
        if (mode.isEmpty()) return Translation.refused("linnix-reasoner without --alerts or --stream" + WHY);
        if (filtered && !mode.equals("stream")) {
            return Translation.refused("linnix-reasoner: --filter goes with --stream only;"
                    + " 'linnix alerts --rule NAME' chooses among alerts");
        }
        List<String> all = new ArrayList<>(List.of(mode));
        all.addAll(values);
        all.addAll(arguments);
        return Translation.to(all);
    }
}
