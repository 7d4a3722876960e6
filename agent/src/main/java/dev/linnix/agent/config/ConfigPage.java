package dev.linnix.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Writes the page about the configuration, as Markdown, from the tables of keys. Stateless. */
public final class ConfigPage {
    private ConfigPage() {}

    /** {@return the whole page} */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                The agent needs no configuration. What it is told comes from five places; the first that says something
                about a key decides:

                1. an option of the command line,
                2. a variable of the environment (a blank one counts as not set),
                3. one file: the one named by `--config`, else by `LINNIX_CONFIG`, else `/etc/linnix/linnix.yaml` or
                   `/etc/linnix/linnix.toml`, the first that exists,
                4. a `config.yaml` of AODv2, when `--aod-config` or `aod.config` names one
                   ([coming-from-aodv2.md](coming-from-aodv2.md)),
                5. the default.

                The file is YAML: sections with keys and values. A value that may be missing may also be `null`. A file
                whose name ends in `.toml` is read as a `linnix.toml` of Linnix 0.x ([below](#a-linnixtoml-of-linnix-0x)).
                Unknown keys, keys given twice and values of the wrong kind are errors; with one error anywhere, nothing
                of the configuration is used, and the agent does not start.

                ```sh
                linnix config reference             # a complete linnix.yaml, commented, with every default
                linnix config check [FILE]          # every problem of file and rules, with line; exits 1 when there is an error
                linnix config show                  # what holds for each key, and where it comes from; secrets hidden
                linnix config import FILE           # what a config.yaml of AODv2 becomes; --to DIR writes it
                linnix agent --check-config         # the same check, together with the agent's other options
                ```

                All but `import` take `--json`; all but `reference` take `--compat`, which makes unknown keys of a
                `linnix.toml` or a `config.yaml` warnings. Without FILE, `check` checks what the agent would read. No right is needed but to read the files.

                The agent refuses to start when others than this host can reach the API and no token is set. Only
                127.0.0.0/8, `[::1]` and `localhost` are this host alone; any other host name counts as reachable.

                """);
        Schema.SECTIONS.forEach((section, about) -> section(page, section, about));
        environment(page);
        options(page);
        legacy(page);
        return page.toString();
    }

    private static void section(StringBuilder page, String section, String about) {
        page.append("## ").append(section).append("\n\n").append(about).append("\n\n");
        List<List<String>> rows = new ArrayList<>();
        for (Setting<?> setting : Schema.SETTINGS) {
            if (setting.section().equals(section)) rows.add(row(setting));
        }
        table(page, "| Key | Value | Unit | Default | Set by | Meaning | A change is taken up |", rows);
    }

    private static <T> List<String> row(Setting<T> setting) {
        List<String> setBy = new ArrayList<>();
        for (String option : setting.options()) setBy.add("`" + option + "`");
        for (String variable : setting.variables()) setBy.add("`" + variable + "`");
        String byDefault = setting.defaultValue()
                .map(value -> "`" + setting.type().show(value) + "`")
                .orElse(setting.otherwise());
        return List.of(
                "`" + setting.key() + "`",
                setting.type().allowed(),
                setting.unit(),
                byDefault,
                String.join(", ", setBy),
                setting.meaning(),
                setting.takenUp().words());
    }

    private static void environment(StringBuilder page) {
        page.append("""
                ## Variables of the environment

                """);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("`LINNIX_CONFIG`", "the configuration file"));
        for (Setting<?> setting : Schema.SETTINGS) {
            for (String variable : setting.variables()) {
                boolean first = setting.variables().indexOf(variable) == 0;
                String note = first ? "" : ", when none of the others before it is set";
                rows.add(List.of("`" + variable + "`", "`" + setting.key() + "`" + note));
            }
        }
        rows.add(
                List.of("`RUNTIME_DIRECTORY`", "`state.runtime_dir`, when no file sets it; systemd sets the variable"));
        LegacyKeys.VARIABLES.forEach(
                (variable, reason) -> rows.add(List.of("`" + variable + "`", "no effect: " + reason)));
        table(page, "| Variable | Sets |", rows);
        page.append("""
                A variable without effect is warned about when it is set, at each start and by `config check`, but for those
                that many hosts set for other programs (`HOSTNAME`, `NODE_NAME`, `OPENAI_API_KEY`, `KUBERNETES_SERVICE_*`). One that
                begins with `LINNIX_` and is nearly one of these is warned about too.

                """);
    }

    private static void options(StringBuilder page) {
        page.append("## Options of the agent\n\n```text\n")
                .append(CommandLine.USAGE)
                .append("```\n\nNot taken over from Linnix 0.x:\n\n");
        CommandLine.DROPPED.forEach((option, reason) ->
                page.append("- `").append(option).append("`: ").append(reason).append(".\n"));
        page.append('\n');
    }

    private static void legacy(StringBuilder page) {
        page.append("""
                ## A `linnix.toml` of Linnix 0.x

                It loads as it is, and these keys are known in a `linnix.yaml` too. Those without effect are warned about
                at each start and by `config check`. Where a file gives one thing by two names, they must agree; of
                `outputs.prometheus` and `prometheus.enabled`, each can turn it on.

                """);
        List<List<String>> rows = new ArrayList<>();
        for (LegacyKey key : LegacyKeys.KEYS) {
            String note = key.fate() == LegacyKey.Fate.USED ? "sets `" + key.setting() + "`" : key.reason();
            rows.add(List.of(
                    "`" + key.key() + "`", key.type().allowed(), key.fate().words(), note));
        }
        table(page, "| Key | Value | Here | |", rows);
        page.setLength(page.length() - 1);
    }

    private static void table(StringBuilder page, String head, List<List<String>> rows) {
        page.append(head)
                .append('\n')
                .append("|---".repeat((int) head.chars().filter(c -> c == '|').count() - 1))
                .append("|\n");
        for (List<String> row : rows) {
            page.append('|');
            for (String cell : row)
                page.append(' ').append(cell.replace("|", "\\|")).append(" |");
            page.append('\n');
        }
        page.append('\n');
    }
}
