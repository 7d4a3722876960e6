package dev.linnix.recording;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import java.io.IOException;
import java.nio.file.Path;

/** Forty seconds of a host on which one thing after another goes wrong, in segments of four seconds. */
final class Story {
    static final String RULES = """
            - name: storm
              detector: fork_burst
              threshold: 20
              window_seconds: 5
              scope: subtree
              severity: high
              cooldown: 15
            - name: spike
              detector: subtree_cpu_pct
              threshold: 50
              duration: 3
              severity: medium
            - name: leak
              detector: subtree_rss_mb
              threshold: 60
              duration: 2
              severity: high
            - name: stalled
              detector: system_psi_io
              threshold_pct: 30
              duration: 5
            """;

    private Story() {}

    static Tape tell(Path directory) throws IOException {
        Tape tape = new Tape(directory, RULES);
        tell(tape);
        tape.close();
        return tape;
    }

    static void tell(Tape tape) throws IOException {
        World world = tape.world;
        Proc shell = world.spawn(world.init, "/bin/sh", "sh", "-c", "work");
        Proc app = world.spawn(shell, "/opt/app", "app", "--token=hunter2");
        tape.cut();
        pass(tape, 1);
        births(tape, app, 30);
        pass(tape, 2);
        tape.cut();
        Proc busy = world.spawn(shell, "/opt/busy", "busy");
        busy.busy = 0.9;
        pass(tape, 4);
        tape.cut();
        app.growth = 30 << 20;
        pass(tape, 4);
        tape.cut();
        births(tape, world.spawn(shell, "/opt/other", "other"), 12);
        pass(tape, 4);
        tape.cut();
        busy.busy = 0;
        app.growth = 0;
        pass(tape, 8);
        tape.cut();
        births(tape, app, 30);
        pass(tape, 3);
        world.exit(app);
        tape.cut();
        pass(tape, 10);
    }

    static void births(Tape tape, Proc parent, int count) throws IOException {
        World world = tape.world;
        for (int i = 0; i < count; i++) {
            Proc child = world.spawn(parent, "/bin/true", "true", "--n", Integer.toString(i));
            world.pass(30);
            world.exit(child);
        }
        tape.flush();
    }

    /** An agent writes once a second. */
    static void pass(Tape tape, int seconds) throws IOException {
        for (int i = 0; i < seconds; i++) {
            tape.world.pass(1000);
            tape.flush();
        }
    }
}
