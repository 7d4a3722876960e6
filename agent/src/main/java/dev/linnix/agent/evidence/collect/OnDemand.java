package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.LimitedStream;
import dev.linnix.agent.evidence.Output;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A text file that is begun with its first byte, so that what could not be read leaves no empty file behind. */
final class OnDemand extends LimitedStream {
    private final Output output;
    private final String name;
    private @Nullable OutputStream file;

    OnDemand(Output output, String name) {
        this.output = output;
        this.name = name;
    }

    private OutputStream file() throws IOException {
        OutputStream open = file;
        if (open != null) return open;
        OutputStream begun = output.text(name);
        file = begun;
        return begun;
    }

    boolean isEmpty() {
        return file == null;
    }

    @Override
    public boolean isFull() {
        return file instanceof LimitedStream limited && limited.isFull();
    }

    @Override
    public void write(int b) throws IOException {
        file().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) file().write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
    }
}
