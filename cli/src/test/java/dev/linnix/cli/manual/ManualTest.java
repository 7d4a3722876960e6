package dev.linnix.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has each command a manual page and a completion, and do the tools that read them understand them? */
class ManualTest {
    private static final List<String> COMMANDS = List.of(
            "stream",
            "alerts",
            "incidents",
            "ps",
            "tree",
            "graph",
            "status",
            "doctor",
            "top",
            "export",
            "bundles",
            "bundles-list",
            "bundles-show",
            "bundles-open",
            "bundles-verify",
            "bundles-pin",
            "bundles-unpin",
            "bundles-rm",
            "record",
            "recorder",
            "recorder-status",
            "recorder-save",
            "replay",
            "rules",
            "rules-list",
            "rules-check",
            "rules-test",
            "rules-explain",
            "completion",
            "man",
            "demo",
            "version");

    private static final List<String> OF_THE_LAUNCHER =
            List.of("agent", "config", "bench", "build", "test", "jdk", "help");

    @TempDir
    Path directory;

    private static String printed(String... args) {
        Outcome outcome = FakeApi.runWith(Map.of(), false, args);
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        return outcome.out();
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    @Test
    void everyCommandHasAPageWithItsOptions() {
        printed("man", "--dir", directory.toString());
        for (String command : COMMANDS) {
            assertThat(directory.resolve("linnix-" + command + ".1"))
                    .as(command)
                    .content()
                    .contains(".SH \"SYNOPSIS\"", "help");
        }
        assertThat(directory.resolve("linnix-ps.1"))
                .content()
                .contains("\\-\\-filter=WHICH", "LINNIX_URL", "\\-\\-json");
        assertThat(directory.resolve("linnix.1"))
                .content()
                .contains("linnix\\-doctor(1)")
                .contains(OF_THE_LAUNCHER.stream()
                        .map(verb -> "\\fB" + verb + "\\fR")
                        .toList());
    }

    @Test
    void onePageIsPrintedAndAnUnknownOneIsAUsageError() {
        assertThat(printed("man", "rules-check"))
                .startsWith(".TH \"LINNIX\\-RULES\\-CHECK\" \"1\"")
                .containsOnlyOnce(".TH");
        assertThat(printed("man").split("\\.TH ", -1)).hasSize(COMMANDS.size() + 2);
        Outcome unknown = FakeApi.runWith(Map.of(), false, "man", "nonsense");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("no page 'nonsense'", "rules-check");
    }

    /** Where groff is; the pages are looked at as text above wherever it is not. */
    @Test
    void groffHasNothingToSayAgainstThePages() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/groff"))) return;
        Path all = Files.writeString(directory.resolve("all"), printed("man"));
        assertThat(output(List.of("groff", "-man", "-ww", "-z", "-Tutf8", all.toString())))
                .isEmpty();
    }

    @Test
    void bashTakesTheCompletionAndKnowsEveryCommand() throws Exception {
        Path script = Files.writeString(directory.resolve("completion"), printed("completion"));
        String reply = output(List.of(
                "bash",
                "-c",
                "source " + script
                        + "; COMP_WORDS=(linnix ''); COMP_CWORD=1; _complete_linnix; echo \"${COMPREPLY[@]}\""));
        assertThat(reply.strip().split("\\s+"))
                .contains(COMMANDS.stream()
                        .filter(command -> !command.contains("-"))
                        .toArray(String[]::new));
    }
}
