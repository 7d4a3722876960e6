package dev.linnix.agent.evidence.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.TestScenes;
import dev.linnix.agent.evidence.run.TestCollector.Body;
import dev.linnix.agent.state.StateDir;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does a collector that misbehaves harm itself alone? */
@Timeout(60)
final class CollectorRunsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path path;

    private StateDir directory;
    private final CollectorRuns runs = new CollectorRuns(2);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        directory = StateDir.shared(path);
    }

    @AfterEach
    void close() throws IOException {
        release.countDown();
        directory.close();
    }

    private List<CollectorResult> run(Collector... collectors) {
        return runs.run(List.of(collectors), TestScenes.scene(), directory, new TestClaim(1 << 20), LONG, LONG);
    }

    private static Collector collector(String name, Duration timeout, Body body) {
        return new TestCollector(name, 1 << 16, timeout, body);
    }

    private static Body says(String text) {
        return (scene, output) -> {
            try (OutputStream to = output.text("said")) {
                to.write(text.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private static List<String> statuses(List<CollectorResult> results) {
        return results.stream()
                .map(result -> result.info().name() + " " + result.info().status())
                .toList();
    }

    /** What does not react to an interrupt, as a read that waits for a disk. */
    private void sleepThroughEverything() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
        }
    }

    @Test
    void whatFailsAndWhatHangsLeavesTheOthersAlone() {
        List<CollectorResult> results = run(
                collector("hangs", SHORT, (scene, output) -> {
                    says("before").collect(scene, output);
                    new CountDownLatch(1).await();
                }),
                collector("breaks", LONG, (scene, output) -> {
                    throw new IllegalStateException("broken");
                }),
                collector("misses", LONG, (scene, output) -> {
                    throw new NoClassDefFoundError("of/another/Version");
                }),
                collector("refuses", LONG, (scene, output) -> {
                    throw new IOException("no such thing");
                }),
                collector("works", LONG, says("fine")));
        assertThat(statuses(results))
                .containsExactly("hangs timeout", "breaks failed", "misses failed", "refuses failed", "works ok");
        assertThat(results.get(0).info().detail()).containsExactly("it did not end within 100 ms");
        assertThat(results.get(0).files()).hasSize(1);
        assertThat(results.get(1).info().detail()).containsExactly("IllegalStateException: broken");
        assertThat(results.get(3).info().detail()).containsExactly("no such thing");
        assertThat(runs.stuck()).isZero();
    }

    @Test
    void whatDoesNotEndIsLeftBehindCountedAndBounded() {
        for (int i = 0; i < CollectorRuns.MOST_STUCK; i++) {
            assertThat(statuses(run(collector("stuck", SHORT, (scene, output) -> sleepThroughEverything()))))
                    .containsExactly("stuck timeout");
            directoryAnew(i);
        }
        assertThat(runs.stuck()).isEqualTo(CollectorRuns.MOST_STUCK);
        assertThat(interrupts).hasValue(CollectorRuns.MOST_STUCK);
        assertThat(run(collector("next", LONG, says("x"))).getFirst().info().detail())
                .containsExactly("4 collectors are stuck from before");
        release.countDown();
        await().untilAsserted(() ->
                assertThat(statuses(run(collector("next", LONG, says("x"))))).containsExactly("next ok"));
    }

    private void directoryAnew(int number) {
        try {
            directory.close();
            directory = StateDir.shared(path.resolve("d" + number));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFewRunAtOnce() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        Body body = (scene, output) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            two.await();
            now.decrementAndGet();
        };
        Collector[] six = new Collector[6];
        for (int i = 0; i < six.length; i++) six[i] = collector("c" + i, LONG, body);
        assertThat(run(six))
                .allMatch(result -> result.info().status().equals("skipped")
                        && result.info().detail().isEmpty());
        assertThat(most).hasValue(2);
    }

    @Test
    void whatTheTimeDoesNotReachForIsSkipped() {
        List<CollectorResult> results = runs.run(
                List.of(collector("late", LONG, says("x"))),
                TestScenes.scene(),
                directory,
                new TestClaim(0),
                Duration.ZERO,
                LONG);
        assertThat(results.getFirst().info().status()).isEqualTo("skipped");
        assertThat(results.getFirst().info().detail()).containsExactly("no time was left for it");
    }

    @Test
    void whatWouldTakeLongerThanThereIsForAllIsEnded() {
        List<CollectorResult> results = runs.run(
                List.of(collector("long", LONG, (scene, output) -> new CountDownLatch(1).await())),
                TestScenes.scene(),
                directory,
                new TestClaim(1 << 20),
                LONG,
                SHORT);
        assertThat(statuses(results)).containsExactly("long timeout");
        assertThat(results.getFirst().info().detail()).containsExactly("it did not end in the time there is for all");
    }

    @Test
    void withoutSpaceItFailsEvenIfItDoesNotNotice() {
        Body careless = (scene, output) -> {
            try {
                says("x").collect(scene, output);
            } catch (IOException e) {
                output.missing("said", "something went wrong");
            }
        };
        List<CollectorResult> results = runs.run(
                List.of(collector("careless", LONG, careless)),
                TestScenes.scene(),
                directory,
                new TestClaim(0),
                LONG,
                LONG);
        assertThat(results.getFirst().info().status()).isEqualTo("failed");
        assertThat(results.getFirst().info().detail()).first().isEqualTo("no space: the disk is full");
    }

    @Test
    void anInterruptOfTheCallerEndsAllOfThem() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<List<CollectorResult>> results = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread caller = Thread.ofPlatform()
                .start(() -> results.add(run(
                        collector("a", LONG, (scene, output) -> {
                            begun.countDown();
                            new CountDownLatch(1).await();
                        }),
                        collector("b", LONG, (scene, output) -> new CountDownLatch(1).await()),
                        collector("c", LONG, says("x")))));
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(statuses(results.getFirst())).containsExactly("a timeout", "b timeout", "c skipped");
        assertThat(results.getFirst().get(2).info().detail()).containsExactly("the agent was asked to stop");
    }
}
