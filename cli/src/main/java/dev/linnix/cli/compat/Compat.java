package dev.linnix.cli.compat;

import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Main;
import java.util.Arrays;
import java.util.List;

/** Runs the command lines of {@code linnix-cli} and {@code linnix-reasoner}. */
public final class Compat {
    private Compat() {}

    /**
     * Runs one and ends the JVM.
     *
     * @param args the name it was called by, and its arguments
     */
    public static void main(String[] args) {
        System.exit(run(Console.ofProcess(), args));
    }

    /**
     * Runs one.
     *
     * @param args the name it was called by, and its arguments
     * @return an {@link ExitCode}
     */
    static int run(Console console, String... args) {
        boolean reasoner = args[0].equals("linnix-reasoner");
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        if (rest.equals(List.of("--help")) || rest.equals(List.of("-h"))) {
            console.out().print(reasoner ? LinnixReasoner.USAGE : LinnixCli.USAGE);
            return ExitCode.FINE;
        }
        Translation translation = reasoner ? LinnixReasoner.translate(rest) : LinnixCli.translate(rest);
        if (translation.refusal().isPresent()) {
            console.err().println(translation.refusal().get());
            return ExitCode.USAGE;
        }
        return Main.run(console, translation.arguments().toArray(String[]::new));
    }
}
