package dev.linnix.agent.recorder;

import dev.linnix.agent.TestRecords;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.StateMachine;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.RuleSet;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;

/**
 * The recorder of an agent, its engine and nothing else, in a process that is there to be killed: its seconds are short, so
 * that segments begin and end all the time. Tells after each turn the newest segment and how many bytes of it are written.
 */
@NullMarked
public final class RecorderMain {
    private static final long SECOND = 1_000_000_000L;

    private RecorderMain() {}

    /** Runs until it is killed; the argument is the state directory. */
    public static void main(String[] args) throws Exception {
        AtomicLong now = new AtomicLong(1000 * SECOND);
        WallClock clock = new WallClock(now::get, () -> now.get() + RecorderWorld.WALL);
        Host host = Host.read();
        RuleSet rules = RecorderWorld.rules(RecorderWorld.RULE);
        FlightRecorder recorder = new FlightRecorder(
                StateDir.open(Path.of(args[0])), new Config.Recorder(true, 5, 8 << 20), host, "linnix test", clock);
        recorder.start();
        StateMachine engine = recorder.record(
                listener -> new Engine(host.facts(), rules, listener), rules.source(), AlertListener.NONE);
        TickRecord tick = new TickRecord();
        MemorySegment bytes = MemorySegment.ofArray(new long[2]);
        for (int pid = 100; ; pid++) {
            for (int i = 0; i < 20; i++) {
                MemorySegment fork = TestRecords.fork(now.incrementAndGet(), 1000 + pid % 500);
                engine.accept(fork, 0, (int) fork.byteSize());
            }
            tick.begin(bytes, 0, now.addAndGet(SECOND / 2));
            engine.accept(bytes, 0, (int) bytes.byteSize());
            Segments segments = recorder.segments();
            List<Segments.Segment> list = segments == null ? List.of() : segments.list();
            if (list.isEmpty() || recorder.status().reason() != null) {
                Thread.onSpinWait();
                continue;
            }
            System.out.println(list.getLast().number() + " " + list.getLast().bytes());
            Thread.sleep(1);
        }
    }
}
