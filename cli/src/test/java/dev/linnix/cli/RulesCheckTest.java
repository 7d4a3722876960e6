package dev.linnix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does {@code rules check} say everything, where it is, and exit accordingly? */
class RulesCheckTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("rules.yaml");
    }

    private int check(String text, String... options) throws IOException {
        Files.writeString(file, text);
        return run(options);
    }

    private int run(String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "rules";
        args[1] = "check";
        args[2] = file.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyProblemIsReportedWithFileAndLine() throws IOException {
        int code = check("- name: a\n  detector: nonsense\n- name: b\n  detector: rubbish\n");
        assertThat(code).isEqualTo(ExitCode.PROBLEM);
        assertThat(printed()).contains(file + ":2: ", file + ":4: ", "nonsense", "rubbish", "2 errors");
    }

    @Test
    void anEmptyFileIsFineWithAWarning() throws IOException {
        assertThat(check("[]\n")).isEqualTo(ExitCode.FINE);
        assertThat(printed()).contains("warning", "0 rules, no error, 1 warning");
    }

    @Test
    void jsonHasOneObjectForEachProblem() throws IOException {
        assertThat(check("- name: a\n  detector: nonsense\n", "--json")).isEqualTo(ExitCode.PROBLEM);
        assertThat(printed().lines().toList())
                .singleElement()
                .asString()
                .startsWith("{\"level\":\"error\",\"file\":\"" + file + "\",\"line\":2,");
    }

    @Test
    void foreignKeysAreErrorsUnlessCompatible() throws IOException {
        String text = "rules: []\nnotifications: {}\n";
        assertThat(check(text)).isEqualTo(ExitCode.PROBLEM);
        assertThat(check(text, "--compat")).isEqualTo(ExitCode.FINE);
    }

    @Test
    void aMissingFileIsAProblemInOneSentence() {
        assertThat(run()).isEqualTo(ExitCode.PROBLEM);
        assertThat(complained()).isEqualTo("linnix: " + file + ": there is no such file" + System.lineSeparator());
    }

    @Test
    void aFileThatIsNoTextIsAProblemInOneSentence() throws IOException {
        Files.write(file, new byte[] {'-', (byte) 0xff, (byte) 0xfe});
        assertThat(run()).isEqualTo(ExitCode.PROBLEM);
        assertThat(complained()).contains("not UTF-8 text");
    }

    @Test
    void aWrongOptionIsAUsageError() throws IOException {
        assertThat(check("[]\n", "--nonsense")).isEqualTo(ExitCode.USAGE);
        assertThat(complained()).contains("--nonsense");
    }

    @Test
    void explainNamesEveryDetectorOrTheOneAskedFor() {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Main.run(stream, stream, "rules", "explain", "fork_burst")).isEqualTo(ExitCode.FINE);
        assertThat(printed()).contains("fork_burst").doesNotContain("fd_exhaustion");
        assertThat(Main.run(stream, stream, "rules", "explain")).isEqualTo(ExitCode.FINE);
        assertThat(printed()).contains("fd_exhaustion");
        assertThat(Main.run(stream, stream, "rules", "explain", "nonsense")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void noFileIsAUsageError() {
        PrintStream none = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(Main.run(none, none, "rules", "check")).isEqualTo(ExitCode.USAGE);
        assertThat(Main.run(none, none, "rules")).isEqualTo(ExitCode.USAGE);
        assertThat(Main.run(none, none, "nonsense")).isEqualTo(ExitCode.USAGE);
    }
}
