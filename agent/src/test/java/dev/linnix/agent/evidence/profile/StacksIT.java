package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.model.ProcessRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Does a stack of the kernel say what a thread waits for? */
final class StacksIT {
    private static KeptOutput stacks(ProcessRef offender) throws IOException {
        KeptOutput output = new KeptOutput();
        new StacksCollector().collect(Scenes.blaming(offender), output);
        return output;
    }

    @Test
    void aSleepingProcessShowsWhereItWaits() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            Path wait = Path.of("/proc/" + sleep.pid() + "/wchan");
            Awaitility.await()
                    .until(() ->
                            Files.readString(wait, StandardCharsets.US_ASCII).contains("nanosleep"));
            KeptOutput output = stacks(Scenes.blaming(sleep.pid()).offender());
            assertThat(output.file(StacksCollector.FILE))
                    .contains(": 1 threads")
                    .contains("1 thread sleeping: " + sleep.pid() + " (sleep)")
                    .containsPattern("\n    \\w*nanosleep\\w*\\+0x");
            assertThat(output.notes()).isEmpty();
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void anotherProcessWithTheSameIdIsNotTakenForIt() throws Exception {
        int own = (int) ProcessHandle.current().pid();
        KeptOutput output = stacks(new ProcessRef(own, 1, "other"));
        assertThat(output.notes()).containsExactly("missing: kernel stacks of the offender: it has ended");
    }

    @Test
    void everyThreadIsLookedAt() throws Exception {
        long own = ProcessHandle.current().pid();
        String text = stacks(Scenes.blaming(own).offender()).file(StacksCollector.FILE);
        long threads;
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            threads = tasks.count();
        }
        assertThat(text).contains(" threads, innermost function first").contains("threads sleeping: ");
        assertThat(Integer.parseInt(text.replaceAll("(?s).*?: (\\d+) threads, .*", "$1")))
                .isBetween((int) threads - 5, (int) threads + 5);
    }
}
