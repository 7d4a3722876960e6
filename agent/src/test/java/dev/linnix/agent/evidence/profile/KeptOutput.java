package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.LimitedStream;
import dev.linnix.agent.evidence.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what a collector says. */
final class KeptOutput implements Output {
    private final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    @Override
    public LimitedStream text(String name) {
        OutputStream to = files.computeIfAbsent(name, key -> new ByteArrayOutputStream());
        return new LimitedStream() {
            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public void write(int b) throws IOException {
                to.write(b);
            }
        };
    }

    @Override
    public LimitedStream bytes(String name) {
        return text(name);
    }

    @Override
    public void denied(String what, String needs) {
        notes.add("denied: " + what + " needs " + needs);
    }

    @Override
    public void missing(String what, String why) {
        notes.add("missing: " + what + ": " + why);
    }

    @Override
    public void late(String what) {
        notes.add("late: " + what);
    }

    Set<String> names() {
        return files.keySet();
    }

    String file(String name) {
        ByteArrayOutputStream file = files.get(name);
        return file == null ? "" : file.toString(StandardCharsets.UTF_8);
    }

    List<String> notes() {
        return notes;
    }
}
