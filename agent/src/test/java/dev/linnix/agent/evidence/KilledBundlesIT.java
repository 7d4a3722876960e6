package dev.linnix.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.space.Store.Item;
import dev.linnix.agent.state.StateDir;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is every archive whole that is there after the agent was killed while it made bundles, and nothing else of it? */
class KilledBundlesIT {
    private static final int KILLS = 6;

    @TempDir
    Path temp;

    private void makeAndKill(int bundles) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BundleMain.class.getName(),
                        temp.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (int i = 0; i < bundles; i++) assertThat(lines.readLine()).isNotNull();
        } finally {
            // SIGKILL, wherever it is by now.
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsThereIsWhole() throws Exception {
        Path notes = Files.createDirectories(temp.resolve("bundles")).resolve("notes");
        Files.writeString(notes, "a person's");
        int before = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            makeAndKill(kill);
            try (StateDir state = StateDir.open(temp);
                    BundleStore store = BundleStore.open(() -> state.below(BundleStore.DIRECTORY))) {
                assertThat(store.list().size()).isGreaterThanOrEqualTo(before + kill);
                before = store.list().size();
                for (Bundle bundle : store.list()) check(store, bundle);
                for (Item item : store.items()) assertThat(item.busy()).isFalse();
            }
            assertThat(hidden()).isEmpty();
        }
        assertThat(notes).hasContent("a person's");
    }

    private static void check(BundleStore store, Bundle bundle) throws IOException {
        int number = Integer.parseInt(bundle.incident().substring(1));
        assertThat(bundle.cause()).isEqualTo("cause " + number);
        for (Bundle.Archive archive : bundle.archives()) {
            assertThat(archive.size()).isEqualTo(BundleMain.BYTES);
            try (BundleCatalog.Opened opened = store.read(archive.name())) {
                assertThat(Channels.newInputStream(opened.channel()).readAllBytes())
                        .containsOnly((byte) number);
            }
        }
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("bundles"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }
}
