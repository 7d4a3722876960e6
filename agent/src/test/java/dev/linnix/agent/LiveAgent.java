package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The daemon as a process with real sensors, on ports and in a state directory of its own. Needs root. */
@NullMarked
final class LiveAgent {
    private final Path dir;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process running;

    /** Creates one that does not run yet, whose state and log are below {@code dir}. */
    LiveAgent(Path dir) {
        this.dir = dir;
    }

    /** Sets a variable of what is started from now on. */
    LiveAgent with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** {@return where the API listens, once it does} */
    InetSocketAddress start(String... options) throws IOException {
        launch(List.of(), options);
        return awaitApi();
    }

    /** {@return where the API listens, once it does, of an agent that another program starts} */
    InetSocketAddress startBehind(String... program) throws IOException {
        launch(List.of(program));
        return awaitApi();
    }

    /** Starts it, and waits for nothing; the one that ran before must have ended. */
    void launch(List<String> prefix, String... options) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "--listen",
                "127.0.0.1:0",
                "--metrics-listen",
                "127.0.0.1:0",
                "--config",
                "/dev/null",
                "--state-dir",
                state().toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().putAll(environment);
        running = builder.start();
    }

    private InetSocketAddress awaitApi() throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(process().isAlive()).as(logged()).isTrue();
            return logged().contains("API on");
        });
        return address("api.address");
    }

    /** {@return the address in a file of the state directory} */
    InetSocketAddress address(String file) throws IOException {
        URI url = URI.create(Files.readString(state().resolve(file)).strip());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
    }

    Process process() {
        return Objects.requireNonNull(running);
    }

    Path state() {
        return dir.resolve("state");
    }

    private Path log() {
        return dir.resolve("log");
    }

    /** {@return what the one started last has logged} */
    String logged() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    /** Kills it, if it runs, and waits for that. */
    void kill() throws InterruptedException {
        if (running != null) running.destroyForcibly().waitFor();
    }
}
