package dev.linnix.agent.respond;

import dev.linnix.agent.state.LineFile;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.model.Alert;
import java.io.IOException;
import java.util.function.Function;

/** Appends each change of an alert to a file, one line of JSON each. Confined to its responder's thread. */
public final class AlertFile implements AlertResponder, AutoCloseable {
    /** Its name unless told otherwise. */
    public static final String NAME = "alerts.ndjson";

    /** Size before which a new file is begun, bytes, where the budget leaves room for two of them. */
    public static final long MOST_BYTES = 16 << 20;

    private final LineFile file;
    private final Function<Alert, byte[]> json;

    /**
     * Creates the responder; the file is opened with the first alert.
     *
     * @param name of the file in the directory
     * @param room bytes on disk for this file and the one before it
     * @param json turns an alert into one line of JSON without its line end
     */
    public AlertFile(StateDir dir, String name, long room, Function<Alert, byte[]> json) {
        this.file = new LineFile(dir, name, room, MOST_BYTES);
        this.json = json;
    }

    @Override
    public void respond(Alert alert) throws IOException {
        file.append(json.apply(alert));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
