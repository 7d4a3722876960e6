package dev.linnix.agent;

import dev.linnix.agent.api.Json;
import dev.linnix.agent.api.json.ConfigKeyJson;
import dev.linnix.agent.api.json.ConfigValueJson;
import dev.linnix.agent.config.CommandLine;
import dev.linnix.agent.config.ConfigException;
import dev.linnix.agent.config.ConfigLoader;
import dev.linnix.agent.config.ConfigPage;
import dev.linnix.agent.config.ConfigReference;
import dev.linnix.agent.config.LoadedConfig;
import dev.linnix.agent.config.LoadedConfig.Effective;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code linnix config}: what the agent would be told, without starting it. Exit status: 0 when all is well, 1 when the
 * configuration has an error, 2 when the command line makes no sense.
 */
public final class ConfigMain {
    private static final String USAGE = """
            usage: linnix config check [--compat] [--json] [FILE]
                   linnix config show [--json] [OPTION OF THE AGENT...]
                   linnix config reference [--json | --markdown]
                   linnix config import [--compat] FILE [--to DIR]
              check      report every problem of FILE, or of what the agent would read, and of the rules it names
              show       print what holds for each key and where it comes from; secrets are hidden
              reference  print a complete linnix.yaml with every default (--markdown: docs/configuration.md)
              import     check FILE, a config.yaml of AODv2, and print the linnix.yaml and the rules it becomes, or
                         write them to DIR, which must not have them yet; the rules of the program are among them
              --compat   unknown keys of a linnix.toml or a config.yaml are warnings
              --json     one JSON object a line
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    ConfigMain(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Runs one command and exits. */
    public static void main(String[] args) {
        PrintStream out = utf8(FileDescriptor.out);
        int status = new ConfigMain(out, utf8(FileDescriptor.err), System.getenv()).run(List.of(args));
        out.flush();
        System.exit(status);
    }

    static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** {@return the exit status} */
    int run(List<String> args) {
        List<String> rest = new ArrayList<>(args);
        if (CommandLine.wantsHelp(args)) {
            out.print(USAGE);
            return 0;
        }
        String command = rest.isEmpty() ? "" : rest.removeFirst();
        try {
            return switch (command) {
                case "check" -> check(rest);
                case "show" -> show(rest);
                case "reference" -> reference(rest);
                case "import" -> new ConfigImport(out, err).run(rest);
                default ->
                    throw new ConfigException("expected check, show, reference or import, found \"" + command + "\"");
            };
        } catch (ConfigException e) {
            e.problems().forEach(problem -> err.println("linnix config: " + problem));
            err.print(USAGE);
            return 2;
        }
    }

    private int check(List<String> args) throws ConfigException {
        boolean json = args.remove("--json");
        List<String> options = new ArrayList<>(List.of("--check-config"));
        if (args.remove("--compat")) options.add("--compat");
        if (args.size() > 1) throw new ConfigException("expected one file, found " + String.join(" ", args));
        for (String file : args) {
            if (file.startsWith("-")) throw new ConfigException("unknown option " + file);
            options.addAll(List.of("--config", file));
        }
        LoadedConfig loaded = ConfigLoader.load(CommandLine.read(options), environment);
        return ConfigCheck.run(loaded, json, out);
    }

    private int show(List<String> args) throws ConfigException {
        boolean json = args.remove("--json");
        LoadedConfig loaded = ConfigLoader.load(CommandLine.read(args), environment);
        List<Effective> rows = loaded.effective();
        String format = "%-" + width(rows.stream().map(Effective::key).toList()) + "s  %-"
                + width(rows.stream().map(Effective::value).toList()) + "s  %s%n";
        for (Effective row : rows) {
            if (json) out.println(json(row));
            else out.printf(Locale.ROOT, format, row.key(), row.value(), row.from());
        }
        loaded.problems().forEach(problem -> err.println(problem));
        return loaded.hasErrors() ? 1 : 0;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(1);
    }

    private int reference(List<String> args) throws ConfigException {
        boolean markdown = args.remove("--markdown");
        if (!markdown && args.remove("--json")) {
            if (!args.isEmpty()) throw new ConfigException("unexpected argument " + args.getFirst());
            ConfigReference.keys().forEach(key -> out.println(json(key)));
            return 0;
        }
        if (!args.isEmpty()) throw new ConfigException("unexpected argument " + args.getFirst());
        out.print(markdown ? ConfigPage.markdown() : ConfigReference.yaml());
        return 0;
    }

    private static String json(ConfigReference.Key key) {
        ConfigKeyJson line = new ConfigKeyJson(
                key.key(),
                key.value(),
                key.unit().isEmpty() ? null : key.unit(),
                key.byDefault().orElse(null),
                key.otherwise().isEmpty() ? null : key.otherwise(),
                key.options(),
                key.variables(),
                key.meaning(),
                key.takenUp());
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }

    private static String json(Effective row) {
        return new String(Json.bytes(new ConfigValueJson(row.key(), row.value(), row.from())), StandardCharsets.UTF_8);
    }
}
