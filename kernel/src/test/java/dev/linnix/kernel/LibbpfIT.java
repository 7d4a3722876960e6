package dev.linnix.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Does the binding hold against the real library and the running kernel? */
final class LibbpfIT {
    /** Prints what comes of opening an object; run with {@code -Dlibbpf} in a JVM of its own. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (BpfObject object = BpfObject.open("none", new byte[8])) {
                System.out.println("opened " + object);
            } catch (KernelException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String child(String libbpf) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlibbpf=" + libbpf,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void aMissingLibraryIsNamedWithItsPackage() throws Exception {
        assertThat(child("/absent/libbpf.so.1")).contains("/absent/libbpf.so.1").contains("Debian package libbpf1");
    }

    @Test
    void anotherLibraryIsRefused() throws Exception {
        assertThat(child("libc.so.6")).contains("libc.so.6 is no libbpf");
    }

    @Test
    void whatLibbpfPrintsIsKeptWithTheError() {
        assertThatThrownBy(() -> BpfObject.open("garbage", new byte[64]))
                .asInstanceOf(type(KernelException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessageStartingWith("open garbage: ");
                    assertThat(e.errno()).isPositive();
                    assertThat(e.log()).contains("libbpf:").contains("garbage");
                });
    }

    @Test
    void theKernelDescribesItsTracepoints() throws Exception {
        try (Btf btf = Btf.ofKernel()) {
            assertThat(btf.tracepointParameters("sched_process_fork")).contains(2);
            assertThat(btf.tracepointParameters("sched_process_exec")).contains(3);
            assertThat(btf.tracepointParameters("sched_process_vanish")).isEmpty();
            assertThat(btf.hasStruct("task_struct")).isTrue();
            assertThat(btf.struct("list_head").orElseThrow().members())
                    .containsExactly(new Btf.Member("next", 0, 8), new Btf.Member("prev", 8, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFeatureIsThereForRootOnAKernelOfToday(KernelFeatures.Feature feature) {
        KernelFeatures.Result result = KernelFeatures.probe(feature);
        assertThat(result.available()).as(result.sentence()).isTrue();
        assertThat(KernelFeatures.probe(feature)).isSameAs(result);
    }

    @Test
    @Timeout(60)
    void aWakeEndsAWaitOnce() throws Exception {
        try (Epoll epoll = Epoll.open()) {
            assertThat(epoll.await(0)).isFalse();
            epoll.wake();
            epoll.wake();
            assertThat(epoll.await(30_000)).isTrue();
            assertThat(epoll.await(0)).isFalse();
            Thread waker = Thread.ofPlatform().start(epoll::wake);
            assertThat(epoll.await(30_000)).isTrue();
            waker.join();
        }
    }

    @Test
    void bootTimeIsTheKernelsAndLeadsToWallTime() {
        long before = BootClock.nowNs();
        long wall = BootClock.wallOffsetNs() + BootClock.nowNs();
        assertThat(BootClock.nowNs()).isGreaterThan(before);
        assertThat(Math.abs(wall / 1_000_000 - System.currentTimeMillis())).isLessThan(60_000);
    }
}
