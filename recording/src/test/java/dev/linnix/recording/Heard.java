package dev.linnix.recording;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a replay tells. */
final class Heard implements ReplayListener {
    final List<String> replayed = new ArrayList<>();
    final List<String> recorded = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    ReplayResult result;

    static Heard of(List<Path> files, ReplayOptions options) throws IOException, InterruptedException {
        Heard heard = new Heard();
        try (RecordingReader reader = RecordingReader.open(files)) {
            heard.result = new Replay(reader, options, heard).run();
        }
        return heard;
    }

    @Override
    public void alert(Alert alert, TransitionJson json) {
        alerts.add(alert);
        replayed.add(Tape.text(json.line(alert)));
    }

    @Override
    public void incident(Incident incident, TransitionJson json) {
        replayed.add(Tape.text(json.line(incident)));
    }

    @Override
    public void recorded(byte[] line) {
        recorded.add(Tape.text(line));
    }
}
