package dev.linnix.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The commands for people. */
@Command(
        name = "linnix",
        description = "Notices the moment a Linux host starts to fail and names the process responsible.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main extends WithHelp {
    private Main() {}

    /**
     * Runs one command and ends the JVM with an {@link ExitCode}.
     *
     * @param args the command and its arguments
     */
    public static void main(String[] args) {
        int code = run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args);
        System.exit(code);
    }

    /**
     * Runs one command.
     *
     * @param out data
     * @param err complaints
     * @param args the command and its arguments
     * @return an {@link ExitCode}
     */
    static int run(PrintStream out, PrintStream err, String... args) {
        CommandLine rules = new CommandLine(new RulesCommand())
                .addSubcommand(new RulesCheckCommand(out, err))
                .addSubcommand(new RulesExplainCommand(out));
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new DemoCommand(out, err))
                .addSubcommand(rules)
                .addSubcommand(new TopCommand(out, err))
                .addSubcommand(new VersionCommand(out))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(false);
        return args.length == 0 ? line.execute("--help") : line.execute(args);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
