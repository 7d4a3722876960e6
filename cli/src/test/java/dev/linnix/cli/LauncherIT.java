package dev.linnix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does the launcher find a JDK, build exactly when it has to, and pass on what it was given? With a source tree, JDKs
 * and a Maven that are mere shells of themselves, in a directory whose name has spaces.
 */
class LauncherIT {
    @TempDir
    Path directory;

    private Path root;
    private Path home;
    private Path bin;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(directory.resolve("a tree with spaces"));
        home = Files.createDirectories(directory.resolve("home"));
        bin = Files.createDirectories(directory.resolve("bin"));
        Path real = Path.of(System.getProperty("linnix.home"));
        for (String file : List.of("linnix", "jvm.options")) {
            Files.copy(real.resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.writeString(root.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
        Files.createDirectories(root.resolve(".mvn"));
        Files.createDirectories(root.resolve("bpf"));
        Files.createDirectories(root.resolve("rules"));
        Files.writeString(root.resolve("rules/default.yaml"), "[]\n");
        for (String module : List.of("agent", "cli", "bench")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>\n");
        }
        script(bin.resolve("mvn"), """
                echo "$JAVA_HOME" "$@" >>maven.log
                for module in agent cli bench; do
                  mkdir -p $module/target
                  echo "/somewhere/dep-$module.jar" >$module/target/classpath
                  touch $module/target/linnix-$module-1.2.3.jar $module/target/linnix-$module-0.0.1.jar
                done
                """);
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A JDK that prints its arguments and the locale it runs in. */
    private Path jdk(String name, String release) throws IOException {
        Path jdk = home.resolve(".jdks").resolve(name);
        script(jdk.resolve("bin/java"), "printf '%s\\n' \"$LC_ALL\" \"$@\"\n");
        script(jdk.resolve("bin/javac"), "echo javac " + release + "\n");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + release + "\"\n");
        return jdk;
    }

    private record Outcome(int status, String out, String err) {}

    private Outcome run(Path launcher, Map<String, String> environment, String... args) throws Exception {
        List<String> words = new ArrayList<>(List.of(launcher.toString()));
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("LANG", "C");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", bin + ":/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Outcome linnix(String... args) throws Exception {
        return run(
                root.resolve("linnix"), Map.of("JAVA_HOME", jdk("given", "25").toString()), args);
    }

    private List<String> builds() throws IOException {
        Path log = root.resolve("maven.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @Test
    void theNewestJdkOfTheUsualPlacesIsTaken() throws Exception {
        jdk("old", "17.0.2");
        jdk("recent", "98.0.1");
        Path newest = jdk("newest", "99-ea");
        Outcome outcome = run(root.resolve("linnix"), Map.of(), "jdk");
        assertThat(outcome.out).isEqualTo(newest + "\n");
    }

    @Test
    void javaHomeWinsOverNewerOnes() throws Exception {
        jdk("newest", "99");
        Path given = jdk("given", "25.0.1");
        Outcome outcome = run(root.resolve("linnix"), Map.of("JAVA_HOME", given.toString()), "jdk");
        assertThat(outcome.out).isEqualTo(given + "\n");
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
        Path newest = jdk("newest", "99");
        Path old = jdk("old", "17.0.2");
        Outcome outcome = run(root.resolve("linnix"), Map.of("JAVA_HOME", old.toString()), "jdk");
        assertThat(outcome.out).isEqualTo(newest + "\n");
    }

    @Test
    void theJdkOfThePathIsFoundThroughLinks() throws Exception {
        Path onPath = jdk("linked", "27");
        Files.createSymbolicLink(bin.resolve("java"), onPath.resolve("bin/java"));
        jdk("newest", "99");
        Outcome outcome = run(root.resolve("linnix"), Map.of(), "jdk");
        assertThat(outcome.out).isEqualTo(onPath.toRealPath() + "\n");
    }

    @Test
    void aJdkWithoutReleaseFileIsAskedAndARuntimeWithoutCompilerIsNone() throws Exception {
        Path silent = jdk("silent", "98");
        Files.delete(silent.resolve("release"));
        Path runtime = jdk("runtime", "99");
        Files.delete(runtime.resolve("bin/javac"));
        Outcome outcome = run(root.resolve("linnix"), Map.of(), "jdk");
        assertThat(outcome.out).isEqualTo(silent + "\n");
    }

    @Test
    void itBuildsOnceAndAgainOnlyWhenASourceChanged() throws Exception {
        assertThat(linnix("version").status).isZero();
        assertThat(builds()).hasSize(1);
        linnix("version");
        assertThat(builds()).hasSize(1);
        Files.writeString(root.resolve("cli/src/main/java/New.java"), "// new\n");
        linnix("version");
        assertThat(builds()).hasSize(2);
        Files.delete(root.resolve("cli/src/main/java/New.java"));
        linnix("version");
        assertThat(builds()).as("the build before the last is still there").hasSize(2);
    }

    @Test
    void aTestOrAnArtifactThatChangesIsNoReasonToBuild() throws Exception {
        linnix("version");
        Files.createDirectories(root.resolve("cli/src/test/java"));
        Files.writeString(root.resolve("cli/src/test/java/NewTest.java"), "// new\n");
        Files.writeString(root.resolve("cli/target/new.jar"), "");
        linnix("version");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void aBuildThatFailsIsReportedAndTriedAgain() throws Exception {
        script(bin.resolve("mvn"), "echo tried >>maven.log; exit 1\n");
        Outcome outcome = linnix("version");
        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.err).contains("the build failed");
        linnix("version");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void whoMayNotBuildIsToldWhatToDo() throws Exception {
        Files.writeString(root.resolve(".linnix"), "no directory, so that nobody may write to it, not even root\n");
        Outcome outcome = linnix("status");
        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.err)
                .contains("please run: sudo " + root.toRealPath() + "/linnix build")
                .hasLineCount(1);
        assertThat(builds()).isEmpty();
    }

    @Test
    void theLaunchersOwnCommandsOnlyHelpWhenAskedTo() throws Exception {
        for (String command : List.of("build", "jdk", "test")) {
            assertThat(linnix(command, "--help").out).contains("usage: ./linnix COMMAND");
        }
        assertThat(builds()).isEmpty();
    }

    @Test
    void mavenRunsOnTheJdkThatWasFound() throws Exception {
        linnix("version");
        assertThat(builds()).singleElement().asString().startsWith(home.resolve(".jdks/given") + " ");
    }

    @Test
    void itWorksThroughALinkFromAnotherDirectoryAndPassesArgumentsOn() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a tree with spaces/linnix"));
        Path second = Files.createSymbolicLink(bin.resolve("lx"), link);
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("given", "25").toString());
        Outcome outcome = run(second, environment, "rules", "check", "a b", "");
        assertThat(outcome.status).isZero();
        assertThat(outcome.out.lines())
                .startsWith("C.UTF-8", "@" + root.toRealPath() + "/jvm.options")
                .endsWith("dev.linnix.cli.Main", "rules", "check", "a b", "");
    }

    @Test
    void theArgumentFileNamesTheJarsOfTheVersionBuilt() throws Exception {
        String out = linnix("agent", "--listen", "x").out;
        String file =
                out.lines().filter(l -> l.endsWith("/agent.args")).findFirst().orElseThrow();
        assertThat(out).endsWith("dev.linnix.agent.Main\n--listen\nx\n");
        assertThat(Files.readString(Path.of(file.substring(1)), StandardCharsets.UTF_8))
                .contains("/lib/linnix-agent-1.2.3.jar:", "/lib/dep-agent.jar\"")
                .contains("\"-Dlinnix.home=" + root.toRealPath() + "\"")
                .doesNotContain("0.0.1");
    }

    @Test
    void configIsAskedOfTheAgentsOwnProgram() throws Exception {
        assertThat(linnix("config", "check", "a b").out)
                .contains("/agent.args\n")
                .endsWith("dev.linnix.agent.ConfigMain\ncheck\na b\n");
    }

    @Test
    void agentDemoIsDemo() throws Exception {
        assertThat(linnix("agent", "--json", "--demo", "fd-leak").out)
                .endsWith("dev.linnix.cli.Main\ndemo\n--json\nfd-leak\n");
        assertThat(linnix("agent", "--demo=all").out).endsWith("dev.linnix.cli.Main\ndemo\nall\n");
    }

    @Test
    void whatWorksThroughRecordingsGetsTheSecondCompiler() throws Exception {
        assertThat(linnix("replay", "a b").out)
                .contains("-XX:TieredStopAtLevel=4\n")
                .endsWith("dev.linnix.cli.Main\nreplay\na b\n");
        assertThat(linnix("rules", "test", "a b").out)
                .contains("-XX:TieredStopAtLevel=4\n")
                .endsWith("dev.linnix.cli.Main\nrules\ntest\na b\n");
        assertThat(linnix("rules", "check", "test").out).doesNotContain("TieredStopAtLevel");
    }

    @Test
    void everyCommandIsInTheHelpAndReachesTheProgram() throws Exception {
        Console console = new Console(System.out, System.err, Map.of(), false, Path.of("/nonexistent"));
        String help = run(root.resolve("linnix"), Map.of(), "help").out;
        for (String command : Main.commands(console).getSubcommands().keySet()) {
            assertThat(help).containsPattern("(?m)^  " + command + "\\b");
            assertThat(linnix(command, "--x").out).endsWith("dev.linnix.cli.Main\n" + command + "\n--x\n");
        }
    }

    @Test
    void theVersionIsAskedForInTheUsualWaysToo() throws Exception {
        for (String option : List.of("--version", "-V")) {
            Outcome outcome = linnix(option);
            assertThat(outcome.status).isZero();
            assertThat(outcome.out).endsWith("dev.linnix.cli.Main\nversion\n");
        }
    }

    @Test
    void calledByTheNameOfAnotherProgramItDoesWhatThatDid() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("given", "25").toString());
        Path launcher = root.resolve("linnix");
        Path cli = Files.createSymbolicLink(bin.resolve("linnix-cli"), launcher);
        assertThat(run(cli, environment, "--stats").out)
                .endsWith("dev.linnix.cli.compat.Compat\nlinnix-cli\n--stats\n");
        assertThat(run(cli, environment).out).endsWith("dev.linnix.cli.compat.Compat\nlinnix-cli\n");
        Path reasoner = Files.createSymbolicLink(bin.resolve("linnix-reasoner"), launcher);
        assertThat(run(reasoner, environment, "--alerts").out)
                .endsWith("dev.linnix.cli.compat.Compat\nlinnix-reasoner\n--alerts\n");
        Path daemon = Files.createSymbolicLink(bin.resolve("cognitod"), launcher);
        assertThat(run(daemon, environment, "--config", "x").out).endsWith("dev.linnix.agent.Main\n--config\nx\n");
    }

    @Test
    void helpNeedsNothingAndAnUnknownCommandIsAUsageError() throws Exception {
        Outcome help = run(root.resolve("linnix"), Map.of(), "help");
        assertThat(help.status).isZero();
        assertThat(help.out).contains("demo", "agent", "rules check", "config check", "test", "bench", "version");
        Outcome unknown = run(root.resolve("linnix"), Map.of(), "nonsense");
        assertThat(unknown.status).isEqualTo(2);
        assertThat(unknown.err).contains("'nonsense'");
        assertThat(builds()).isEmpty();
    }
}
