package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scenes in which one process is to blame. */
final class Scenes {
    private Scenes() {}

    static Scene blaming(@Nullable ProcessRef offender) {
        Instant now = Instant.EPOCH;
        return new Scene(
                null,
                null,
                offender,
                false,
                now,
                now,
                now,
                null,
                Path.of("/proc"),
                List::of,
                () -> LastMinute.UNKNOWN,
                new PlainCommands());
    }

    static Scene blaming(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return blaming(new ProcessRef((int) pid, Long.parseLong(fields[19]) * Host.TICK_NS, "target"));
    }
}
