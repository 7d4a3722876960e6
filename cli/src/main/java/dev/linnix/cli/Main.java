package dev.linnix.cli;

import dev.linnix.cli.ask.AlertsCommand;
import dev.linnix.cli.ask.ExportCommand;
import dev.linnix.cli.ask.GraphCommand;
import dev.linnix.cli.ask.IncidentsCommand;
import dev.linnix.cli.ask.PsCommand;
import dev.linnix.cli.ask.StatusCommand;
import dev.linnix.cli.ask.StreamCommand;
import dev.linnix.cli.ask.TreeCommand;
import dev.linnix.cli.bundles.BundlesCommand;
import dev.linnix.cli.bundles.BundlesListCommand;
import dev.linnix.cli.bundles.BundlesOpenCommand;
import dev.linnix.cli.bundles.BundlesPinCommand;
import dev.linnix.cli.bundles.BundlesRmCommand;
import dev.linnix.cli.bundles.BundlesShowCommand;
import dev.linnix.cli.bundles.BundlesUnpinCommand;
import dev.linnix.cli.bundles.BundlesVerifyCommand;
import dev.linnix.cli.doctor.DoctorCommand;
import dev.linnix.cli.manual.CompletionCommand;
import dev.linnix.cli.manual.ManCommand;
import dev.linnix.cli.replay.RecordCommand;
import dev.linnix.cli.replay.RecorderCommand;
import dev.linnix.cli.replay.RecorderSaveCommand;
import dev.linnix.cli.replay.RecorderStatusCommand;
import dev.linnix.cli.replay.ReplayCommand;
import dev.linnix.cli.replay.RulesTestCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
        int code = run(Console.ofProcess(), args);
        System.exit(code);
    }

    /** Runs one command of this process. */
    static int run(PrintStream out, PrintStream err, String... args) {
        return run(Console.of(out, err), args);
    }

    /**
     * Runs one command.
     *
     * @param console where to read and write
     * @param args the command and its arguments
     * @return an {@link ExitCode}
     */
    public static int run(Console console, String... args) {
        CommandLine line = commands(console);
        return args.length == 0 ? line.execute("--help") : line.execute(args);
    }

    /** {@return every command} */
    static CommandLine commands(Console console) {
        CommandLine rules = new CommandLine(new RulesCommand())
                .addSubcommand(new RulesListCommand(console))
                .addSubcommand(new RulesCheckCommand(console.out(), console.err()))
                .addSubcommand(new RulesTestCommand(console))
                .addSubcommand(new RulesExplainCommand(console.out()));
        CommandLine recorder = new CommandLine(new RecorderCommand())
                .addSubcommand(new RecorderStatusCommand(console))
                .addSubcommand(new RecorderSaveCommand(console));
        CommandLine bundles = new CommandLine(new BundlesCommand())
                .addSubcommand(new BundlesListCommand(console))
                .addSubcommand(new BundlesShowCommand(console))
                .addSubcommand(new BundlesOpenCommand(console))
                .addSubcommand(new BundlesVerifyCommand(console))
                .addSubcommand(new BundlesPinCommand(console))
                .addSubcommand(new BundlesUnpinCommand(console))
                .addSubcommand(new BundlesRmCommand(console));
        return new CommandLine(new Main())
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new IncidentsCommand(console))
                .addSubcommand(new AlertsCommand(console))
                .addSubcommand(new StreamCommand(console))
                .addSubcommand(new PsCommand(console))
                .addSubcommand(new TreeCommand(console))
                .addSubcommand(new GraphCommand(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(bundles)
                .addSubcommand(new RecordCommand(console))
                .addSubcommand(recorder)
                .addSubcommand(new ReplayCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new TopCommand(console))
                .addSubcommand(rules)
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand(new ManCommand(console))
                .addSubcommand(new VersionCommand(console.out()))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(false)
                .setParameterExceptionHandler((wrong, _) -> explain(console, wrong))
                .setExecutionExceptionHandler((failure, _, _) -> complain(console, failure));
    }

    /** A page of options after the sentence would push the sentence off the screen. */
    private static int explain(Console console, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        console.err().println("linnix: " + Terminal.safe(String.valueOf(wrong.getMessage())));
        PrintWriter err = command.getErr();
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' tells what it takes");
        }
        return ExitCode.USAGE;
    }

    /** What is wrong with the world is one sentence; what is wrong with the program is not caught. */
    private static int complain(Console console, Exception failure) throws Exception {
        if (failure instanceof CommandException expected) {
            console.err().println("linnix: " + Terminal.safe(expected.sentence()));
            return expected.exitCode();
        }
        if (!(failure instanceof IOException)) throw failure;
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        console.err().println("linnix: " + Terminal.safe(reason));
        return ExitCode.PROBLEM;
    }
}
