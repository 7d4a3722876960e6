package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.LimitedStream;
import dev.linnix.agent.evidence.Output;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what a collector finds, without limit. */
final class MemoryOutput implements Output {
    private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    final List<String> said = new ArrayList<>();

    @Override
    public LimitedStream text(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (files.put(name, bytes) != null) throw new IllegalStateException(name + " twice");
        return new LimitedStream() {
            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] from, int offset, int length) {
                bytes.write(from, offset, length);
            }
        };
    }

    @Override
    public LimitedStream bytes(String name) {
        return text(name);
    }

    @Override
    public void denied(String what, String needs) {
        said.add("denied " + what + ": " + needs);
    }

    @Override
    public void missing(String what, String why) {
        said.add("missing " + what + ": " + why);
    }

    @Override
    public void late(String what) {
        said.add("late " + what);
    }

    java.util.Set<String> names() {
        return files.keySet();
    }

    String file(String name) {
        ByteArrayOutputStream bytes = files.get(name);
        if (bytes == null) throw new AssertionError("no file " + name + " but " + files.keySet() + ", said " + said);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
