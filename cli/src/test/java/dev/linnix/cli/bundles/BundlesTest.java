package dev.linnix.cli.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Ending;
import dev.linnix.cli.FakeApi.Outcome;
import dev.linnix.evidence.BundleNames;
import dev.linnix.evidence.BundleWriter;
import dev.linnix.evidence.ManifestJson;
import dev.linnix.evidence.TestBundle;
import dev.linnix.kernel.Allocation;
import io.avaje.jsonb.Jsonb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Are bundles shown, checked and unpacked as they are, by an agent and without one? */
class BundlesTest {
    private static final String FOLDER = BundleNames.folder(TestBundle.ARCHIVE);
    private static final String BUNDLE = """
            {"id":"i123456-7","rule":"fork_storm","cause":"fork_storm /usr/bin/dash","made":"2026-01-31T12:00:01Z",\
            "pinned":true,"in_progress":false,"bytes":8192,"archives":[{"name":"%s","phase":1,"bytes":700},\
            {"name":"%s","phase":2,"bytes":900}]}""".formatted(TestBundle.ARCHIVE, TestBundle.archive(2));

    @TempDir
    Path directory;

    private FakeApi api;
    private byte[] first;
    private byte[] second;

    @BeforeEach
    void start() throws IOException {
        first = TestBundle.bytes(
                1,
                TestBundle.entry("recorder/segment-000001.linnix", "x"),
                TestBundle.entry("recorder/segment-000002.linnix", "y"),
                TestBundle.entry("profile/flame.svg", "<svg/>"));
        second = TestBundle.bytes(2, TestBundle.entry("journal/journal.txt", "slow\n"));
        api = new FakeApi()
                .on("/bundles", "[" + BUNDLE + "]")
                .on("/bundles/i123456-7", BUNDLE)
                .flow("/bundles/i123456-7/archive", Ending.WHOLE, first);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    /** Runs a command with no agent anywhere. */
    private static Outcome alone(String... args) throws IOException {
        return FakeApi.runWith(Map.of("LINNIX_URL", FakeApi.nobody()), false, args);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileIsToldAndKeepsNobodyFromTheRest() throws Exception {
        Path pipe = directory.resolve("pipe.tar.zst");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path good = file(TestBundle.ARCHIVE, first);
        Path gone = directory.resolve("gone.tar.zst");
        Outcome outcome = alone("bundles", "verify", gone.toString(), pipe.toString(), good.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .contains("linnix: " + gone + ": there is no such file")
                .contains("linnix: " + pipe + ": expected an archive, found no regular file");
        assertThat(outcome.out()).contains("✓ " + good);
        Outcome list = alone("bundles", "list", "--dir", directory.toString());
        assertThat(list.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(list.out()).contains("i123456-7");
        assertThat(list.err()).startsWith("linnix: ").contains("found no regular file");
    }

    @Test
    void theListIsATable() {
        Outcome outcome = api.run("bundles", "list", "--rule", "fork_storm", "-n", "5");
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(outcome.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "ID MADE RULE PHASES SIZE STATE CAUSE",
                        "i123456-7 2026-01-31T12:00:01Z fork_storm 1,2 8 KB pinned fork_storm /usr/bin/dash");
        assertThat(api.requests()).containsExactly("/bundles?limit=5&rule=fork_storm");
        assertThat(api.run("bundles", "list", "--json").out().strip()).isEqualTo("[" + BUNDLE + "]");
        api.on("/bundles", "[]");
        assertThat(api.run("bundles", "list").out()).isEqualTo("no bundle is kept\n");
    }

    @Test
    void aDirectoryNeedsNoAgent() throws IOException {
        file(TestBundle.ARCHIVE, first);
        file(TestBundle.archive(2), second);
        file("notes.txt", new byte[0]);
        Outcome outcome = alone("bundles", "list", "--dir", directory.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(outcome.out())
                .contains("i123456-7  2026-01-31T12:00:00Z  fork_storm  1,2")
                .doesNotContain("notes");
        assertThat(alone("bundles", "list", "--dir", directory.toString(), "--rule", "other")
                        .out())
                .isEqualTo("no bundle is kept in " + directory + "\n");
        file("broken.tar.zst", Arrays.copyOf(first, 20));
        file("other.tar.zst", "nonsense".getBytes(StandardCharsets.UTF_8));
        Outcome broken = alone("bundles", "list", "--json", "--dir", directory.toString());
        assertThat(broken.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(broken.err())
                .contains("broken.tar.zst: it is damaged or cut off")
                .contains("other.tar.zst: this is no bundle: ");
        List<?> all = (List<?>) Jsonb.instance().type(Object.class).fromJson(broken.out());
        assertThat(all).hasSize(1);
    }

    /** The name says when the rule fired, as the agent does; archives were made later. */
    @Test
    void aDirectoryShowsWhatTheAgentDoes() throws IOException {
        Path archive = file(TestBundle.ARCHIVE, first);
        Path second = file(TestBundle.archive(2), this.second);
        Path cause = file(FOLDER + ".cause", new byte[5000]);
        Path pin = file(FOLDER + ".pin", new byte[0]);
        long onDisk = 0;
        for (Path each : List.of(archive, second, cause, pin)) {
            onDisk += Allocation.of(each).allocated();
        }
        String json = alone("bundles", "list", "--json", "--dir", directory.toString())
                .out();
        assertThat(json)
                .contains("\"made\":\"2026-01-31T12:00:00Z\"", "\"pinned\":true", "\"bytes\":" + onDisk + ",")
                .contains("\"bytes\":" + first.length + "}");
        Files.delete(archive);
        Files.delete(pin);
        assertThat(alone("bundles", "list", "--json", "--dir", directory.toString())
                        .out())
                .contains("\"pinned\":false")
                .contains("\"bytes\":"
                        + (Allocation.of(second).allocated()
                                + Allocation.of(cause).allocated()) + ",");
    }

    @Test
    void ofTheSameSecondThoseWhoseNamesComeLastAreFirst() throws IOException {
        file(TestBundle.ARCHIVE, first);
        String json = new String(ManifestJson.bytes(TestBundle.manifest(1)), StandardCharsets.UTF_8);
        byte[] later = json.replace(TestBundle.ID, "i123456-8").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleWriter.write(Channels.newChannel(out), ManifestJson.read("x", later), TestBundle.README, List.of());
        file(TestBundle.ARCHIVE.replace(TestBundle.ID, "i123456-8"), out.toByteArray());
        assertThat(alone("bundles", "list", "--dir", directory.toString()).out())
                .containsSubsequence("i123456-8 ", "i123456-7 ");
    }

    @Test
    void ofAStateDirectoryTheBundlesAreListed() throws IOException {
        Path bundles = Files.createDirectory(directory.resolve("bundles"));
        assertThat(alone("bundles", "list", "--dir", directory.toString()).out())
                .isEqualTo("no bundle is kept in " + bundles + "\n");
        Files.write(bundles.resolve(TestBundle.ARCHIVE), first);
        assertThat(alone("bundles", "list", "--dir", directory.toString()).out())
                .contains("i123456-7");
        file(TestBundle.archive(2), second);
        assertThat(alone("bundles", "list", "--dir", directory.toString()).out())
                .as("where archives are, those are meant")
                .contains("fork_storm  2 ");
    }

    @Test
    void whatItIsAboutIsShownOfAFile() throws IOException {
        Path file = file("renamed.zst", first);
        Outcome outcome = alone("bundles", "show", file.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("bundle i123456-7", "fork_storm, phase 1", "2026-01-31T11:59:00Z to", "box, kernel 6.18.5")
                .contains("3 lifecycle ring_full", "needs CAP_SYS_PTRACE", "recorder/segment-000001.linnix")
                .contains("to follow", TestBundle.archive(2));
        Outcome json = alone("bundles", "show", "--json", file.toString());
        assertThat(json.out()).contains("\"incident\":").hasLineCount(1);
    }

    @Test
    void whatTheAgentTellsOfOneIsShown() {
        Outcome outcome = api.run("bundles", "show", "i123456-7");
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(outcome.out()).contains("pinned", "phase 2", TestBundle.archive(2) + ", 900 B");
        api.on("/bundles/i9", BUNDLE.replace("\"bytes\":8192", "\"bytes\":8192,\"problem\":\"it is damaged\""));
        assertThat(api.run("bundles", "show", "i9").code()).isEqualTo(ExitCode.PROBLEM);
    }

    @Test
    void filesAreChecked() throws IOException {
        Path good = file(TestBundle.ARCHIVE, first);
        byte[] cut = Arrays.copyOf(second, second.length - 40);
        Path bad = file(TestBundle.archive(2), cut);
        Outcome outcome = alone("bundles", "verify", good.toString(), bad.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.out())
                .contains("✓ " + good + ": 4 files, 46 B, as the manifest says")
                .contains("✗ " + bad, "damaged or cut off");
        assertThat(alone("bundles", "verify", good.toString()).code()).isEqualTo(ExitCode.FINE);
        Outcome json = alone("bundles", "verify", "--json", bad.toString());
        assertThat(json.out()).contains("\"good\":false", "\"problems\":[\"");
    }

    @Test
    void whatTheAgentSendsIsChecked() {
        api.on("/bundles/one", BUNDLE.replaceAll(",\\{\"name\":\"[^\"]*\",\"phase\":2,\"bytes\":900}", ""));
        api.flow("/bundles/one/archive", Ending.WHOLE, first);
        Outcome outcome = api.run("bundles", "verify", "one");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(api.requests()).containsExactly("/bundles/one", "/bundles/one/archive?phase=1");
        api.flow("/bundles/one/archive", Ending.BROKEN, Arrays.copyOf(first, first.length - 20));
        Outcome broken = api.run("bundles", "verify", "one");
        assertThat(broken.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(broken.out()).contains("the connection broke off");
    }

    @Test
    void oneIsOpenedAndSaysWhatToDoNext() throws IOException {
        Path file = file(TestBundle.ARCHIVE, first);
        Path to = directory.resolve("to");
        Outcome outcome = alone("bundles", "open", file.toString(), "--to", to.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        Path into = to.resolve(FOLDER);
        assertThat(outcome.out())
                .startsWith(TestBundle.README)
                .contains("✓ " + into + ": 4 files")
                .containsOnlyOnce("linnix replay " + into.resolve("recorder"))
                .contains(into.resolve("profile/flame.svg").toString());
        assertThat(into.resolve("profile/flame.svg")).hasContent("<svg/>");
        Outcome again = alone("bundles", "open", file.toString(), "--to", to.toString());
        assertThat(again.code()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains(into + " is there already; give another place with --to");
    }

    /** A shell gives the later archives first. */
    @Test
    void severalAreOpenedTogetherEachBundleWithItsFirstReadme() throws IOException {
        Path last = file(
                TestBundle.archive(3), TestBundle.bytes(3, TestBundle.entry("recording.linnix", "from the alert on")));
        Path opening = file(TestBundle.ARCHIVE, TestBundle.bytes(1, TestBundle.entry("recording.linnix", "before")));
        Path gone = directory.resolve("gone.tar.zst");
        Path to = directory.resolve("to");
        Outcome outcome =
                alone("bundles", "open", gone.toString(), last.toString(), opening.toString(), "--to", to.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).isEqualTo("linnix: " + gone + ": there is no such file\n");
        Path before = to.resolve(FOLDER + "/recording.linnix");
        Path after = to.resolve(FOLDER + ".3/recording.linnix");
        assertThat(outcome.out()).startsWith(TestBundle.README).containsOnlyOnce(TestBundle.README);
        assertThat(outcome.out()
                        .lines()
                        .filter(line -> line.contains("linnix "))
                        .map(String::strip))
                .containsExactly(
                        "the minutes before once more:  linnix replay " + before,
                        "other rules tried on it:       linnix rules test " + before + " --rules FILE",
                        "up to its end once more:       linnix replay " + after);
    }

    @Test
    void ofADamagedOneWhatCanBeReadIsUnpacked() throws IOException {
        Path file = file("x.zst", Arrays.copyOf(first, first.length - 20));
        Outcome outcome = alone("bundles", "open", "--json", file.toString(), "--to", directory.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.out()).contains("\"good\":false", "\"directory\":\"" + directory.resolve(FOLDER));
        assertThat(directory.resolve(FOLDER).resolve("MANIFEST.json")).isRegularFile();
    }

    @Test
    void pinsAndRemovalsAreAsked() {
        api.flow("/bundles/i123456-7/pin", Ending.WHOLE, BUNDLE.getBytes(StandardCharsets.UTF_8));
        Outcome outcome = api.run("bundles", "pin", "i123456-7");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("i123456-7 is pinned\n");
        api.on("/bundles/i5", BUNDLE);
        assertThat(api.run("bundles", "rm", "i5").out()).isEqualTo("i123456-7 is removed\n");
        api.on("/bundles/i5", 409, "{\"error\":\"conflict\",\"detail\":\"it is pinned\"}");
        Outcome refused = api.run("bundles", "rm", "i5");
        assertThat(refused.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(refused.err()).contains("it is pinned");
        assertThat(api.run("bundles", "unpin", "i7").err()).contains("404");
        assertThat(api.requests()).contains("/bundles/i123456-7/pin", "/bundles/i5", "/bundles/i7/unpin");
    }

    @ParameterizedTest
    @CsvSource({
        "2, bundles, 'bundles list'",
        "2, bundles list -n 0, '--limit: expected 1 to 1000, found 0'",
        "2, bundles list --dir /nonexistent, there is no such directory",
        "2, bundles show /nonexistent.tar.zst, there is no such file",
        "2, bundles show /tmp/, 'expected an archive, found a directory'",
        "2, bundles show /proc/version, '/proc/version: this is no bundle: '",
        "2, bundles open, ID|FILE",
        "2, bundles rm ../x, 'ID: expected the id of an incident'",
        "3, bundles list, cannot reach the agent",
        "3, bundles pin i1, cannot reach the agent",
    })
    void mistakesAreNamed(int code, String command, String message) throws IOException {
        Outcome outcome = alone(command.split(" "));
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.code()).isEqualTo(code);
    }
}
