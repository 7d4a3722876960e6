package dev.linnix.cli.manual;

import dev.linnix.cli.AgentCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes a manual page (section 1) for each command of a model, in troff with the man macros. */
final class ManPages {
    private static final List<String> OF_THE_LAUNCHER = List.of(
            "agent", "Runs the agent; linnix agent --help lists its options.",
            "config",
                    "Checks, shows and explains the configuration: check FILE, show, reference; import FILE takes over AODv2's.",
            "bench", "Measures, side by side with the yardsticks.",
            "build", "Sets up and builds, nothing else.",
            "test", "Sets up and runs every test.",
            "jdk", "Prints the home of the JDK that is used.",
            "help", "Lists the commands.");

    private final StringBuilder text = new StringBuilder();

    private ManPages() {}

    /** {@return the pages by name, e.g. {@code linnix-rules-check}; the root first} */
    static Map<String, String> of(CommandSpec root) {
        Map<String, String> pages = new LinkedHashMap<>();
        add(pages, root, root.name());
        return pages;
    }

    private static void add(Map<String, String> pages, CommandSpec command, String name) {
        pages.put(name, new ManPages().page(command, name));
        for (CommandLine sub : command.subcommands().values()) {
            String page = name + "-" + sub.getCommandName();
            if (!pages.containsKey(page)) add(pages, sub.getCommandSpec(), page);
        }
    }

    private String page(CommandSpec command, String name) {
        String[] description = command.usageMessage().description();
        macro(".TH", name.toUpperCase(Locale.ROOT), "1", "", "Linnix");
        macro(".SH", "NAME");
        line(name + " - " + summary(description));
        macro(".SH", "SYNOPSIS");
        synopsis(command);
        macro(".SH", "DESCRIPTION");
        for (String sentence : description) line(sentence);
        parameters(command);
        options(command);
        commands(command, name);
        macro(".SH", "EXIT STATUS");
        item("0", "All is well.");
        item("1", "The command did its work and found a problem.");
        item("2", "The command line makes no sense, or names a file that cannot be used.");
        item("3", "There is no agent to ask, or it cannot see.");
        if (command.userObject() instanceof AgentCommand) environment();
        return text.toString();
    }

    /** The first sentence, without its full stop, as whatis(1) wants it. */
    private static String summary(String[] description) {
        String all = String.join(" ", description);
        int end = all.indexOf(". ");
        String first = end < 0 ? all : all.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private void synopsis(CommandSpec command) {
        List<String> words = new ArrayList<>(List.of(command.qualifiedName()));
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) words.add("[" + option.longestName() + label(option) + "]");
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            words.add(parameter.arity().min() == 0 ? "[" + parameter.paramLabel() + "]" : parameter.paramLabel());
        }
        if (!command.subcommands().isEmpty()) words.add("COMMAND");
        line(String.join(" ", words));
    }

    private static String label(OptionSpec option) {
        return option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    }

    private void parameters(CommandSpec command) {
        if (command.positionalParameters().isEmpty()) return;
        macro(".SH", "ARGUMENTS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            item(parameter.paramLabel(), String.join(" ", parameter.description()));
        }
    }

    private void options(CommandSpec command) {
        macro(".SH", "OPTIONS");
        for (OptionSpec option : command.options()) {
            if (option.hidden()) continue;
            item(String.join(", ", option.names()) + label(option), String.join(" ", option.description()));
        }
    }

    private void commands(CommandSpec command, String name) {
        if (command.subcommands().isEmpty()) return;
        macro(".SH", "COMMANDS");
        for (CommandLine sub : command.subcommands().values()) {
            String[] description = sub.getCommandSpec().usageMessage().description();
            item(
                    sub.getCommandName(),
                    String.join(" ", description) + " See " + name + "-" + sub.getCommandName() + "(1).");
        }
        if (command.parent() != null) return;
        for (int i = 0; i < OF_THE_LAUNCHER.size(); i += 2) item(OF_THE_LAUNCHER.get(i), OF_THE_LAUNCHER.get(i + 1));
    }

    private void environment() {
        macro(".SH", "ENVIRONMENT");
        item("LINNIX_URL", "Address of the agent, unless --url is given.");
        item("LINNIX_API_TOKEN", "The agent's token, unless --token-file is given.");
        item("NO_COLOR", "When set and not empty, no colours.");
        macro(".SH", "FILES");
        item(
                "/var/lib/linnix/api.token",
                "The token of the agent of this host; sent to the address where that agent listens only.");
    }

    private void item(String term, String meaning) {
        text.append(".TP\n");
        text.append("\\fB").append(escaped(term)).append("\\fR\n");
        line(meaning);
    }

    private void macro(String name, String... arguments) {
        text.append(name);
        for (String argument : arguments)
            text.append(" \"").append(escaped(argument)).append('"');
        text.append('\n');
    }

    private void line(String words) {
        String safe = escaped(words);
        text.append(safe.startsWith(".") || safe.startsWith("'") ? "\\&" : "")
                .append(safe)
                .append('\n');
    }

    private static String escaped(String words) {
        return words.replace("%%", "%")
                .replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("\"", "\\(dq")
                .replace('\n', ' ');
    }
}
