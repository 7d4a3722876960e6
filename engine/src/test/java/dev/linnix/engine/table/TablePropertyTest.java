package dev.linnix.engine.table;

import dev.linnix.engine.Walk;
import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Does the table agree with the truth in any interleaving of births, execs, ends, reaped zombies, threads, pids used
 * again and lost records with snapshots that are read, and told, while all that goes on?
 */
class TablePropertyTest {
    private static final int STEPS = 600;
    private static final int FIRST_PID = 2000;
    private static final int PIDS = 25;

    @Property(tries = 100, seed = "1")
    void agreesWithTheTruthWhateverFallsIntoASnapshot(@ForAll long seed) throws Exception {
        new Run(new Random(seed)).run();
    }

    private static final class Run {
        private final Random random;
        private final World world = new World();
        private final Truth truth;
        private @Nullable Walk walk;
        /** Whether rows are told as they are read, not all together at some time after the last was read. */
        private boolean prompt;

        /** One record in so many is lost. */
        private final int lossRarity;

        private final long firstBirthNs;
        private int threads;
        private long told;
        private long born;

        Run(Random random) throws ReflectiveOperationException {
            this.random = random;
            lossRarity = 2 + random.nextInt(15);
            world.exists(1500, world.init, "old").cpuNs = 77 * Rule.SECOND + 777;
            world.snapshot();
            truth = new Truth(world);
            firstBirthNs = world.fork(world.init, FIRST_PID).startNs;
            told++;
            born++;
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                world.now++;
                if (random.nextInt(4) == 0) stepOfSnapshot();
                else event();
                truth.checkAlways();
            }
            if (walk != null) finish(walk);
            world.now++;
            finish(world.walk());
            truth.checkAlways();
            truth.checkBirths(told, born);
        }

        private void stepOfSnapshot() {
            Walk current = walk;
            if (current == null) {
                current = world.walk();
                walk = current;
                prompt = random.nextBoolean();
            } else if (current.ended()) {
                if (random.nextInt(3) == 0) finish(current);
                return;
            } else if (random.nextInt(40) == 0) {
                current.end(false);
            } else if (!current.read(1 + random.nextInt(20))) {
                current.end(true);
            }
            if (prompt) current.deliver();
        }

        private void finish(Walk current) {
            if (!current.ended()) {
                current.read(Integer.MAX_VALUE);
                current.end(true);
            }
            current.deliver();
            truth.checkAfter(current);
            walk = null;
        }

        private void event() {
            List<Proc> procs = new ArrayList<>(world.live.values());
            Proc chosen = procs.get(random.nextInt(procs.size()));
            boolean lost = random.nextInt(lossRarity) == 0;
            if (chosen.zombie) {
                world.live.remove(chosen.pid);
                return;
            }
            switch (random.nextInt(8)) {
                case 0, 1 -> fork(chosen, lost);
                case 2 -> lifeOf(chosen, lost, () -> exec(chosen));
                case 3 -> lifeOf(chosen, lost, () -> exit(chosen));
                case 4 -> lifeOf(chosen, lost, () -> world.exitUnreaped(chosen));
                case 5 -> lifeOf(chosen, false, () -> threads(chosen));
                case 6 -> use(chosen);
                default -> pass();
            }
        }

        private void lifeOf(Proc proc, boolean lost, Runnable what) {
            if (proc.pid < FIRST_PID) return;
            if (lost) world.silently(what);
            else what.run();
        }

        private void fork(Proc parent, boolean lost) {
            int pid = FIRST_PID + random.nextInt(PIDS);
            if (world.live.containsKey(pid)) return;
            born++;
            long startNs = random.nextInt(3) == 0 ? earliestStart(parent, pid) : world.now + 1;
            if (lost && !isReusedInWalk(pid)) {
                world.silently(() -> world.fork(parent, pid, startNs));
            } else {
                world.fork(parent, pid, startNs);
                told++;
            }
        }

        /** A pid is taken after it is free, and from then on a process may have its start and not be seen. */
        private long earliestStart(Proc parent, int pid) {
            long earliest = Math.max(parent.startNs + 1, world.now - random.nextInt(100_000_000));
            for (Proc proc : world.all) if (proc.pid == pid) earliest = Math.max(earliest, proc.endNs + 1);
            return Math.max(earliest, firstBirthNs);
        }

        /**
         * Rows of threads name their process by pid alone. When it ends, another takes the pid and gets threads while
         * one snapshot is read, and both records are lost, nobody can tell whose they are. So one is not lost.
         */
        private boolean isReusedInWalk(int pid) {
            Walk current = walk;
            return current != null && world.all.stream().anyMatch(p -> p.pid == pid && p.endNs > current.beginNs);
        }

        private void exec(Proc proc) {
            if (mayEndThreads(proc)) world.exec(proc, "/bin/x" + random.nextInt(5), "x");
        }

        private void exit(Proc proc) {
            world.exit(proc);
            if (random.nextInt(4) == 0) world.exit(proc); // the second of two threads that end together says so again
        }

        /** New numbers are below all pids or above them: rows of threads come before or after those of processes. */
        private void threads(Proc proc) {
            if (proc.threads.isEmpty() || random.nextInt(3) > 0) {
                proc.threads.put(++threads + (random.nextBoolean() ? 100 : 10_000), 0L);
            } else if (mayEndThreads(proc)) {
                proc.threads.remove(anyThread(proc));
            }
        }

        /**
         * What an ended thread used is in the row of its process. When its own row was read before it ended, and that of
         * its process after, a snapshot holds it twice, and does not show that.
         */
        private boolean mayEndThreads(Proc proc) {
            return walk == null
                    || walk.passed(proc.pid)
                    || proc.threads.headMap(proc.pid).isEmpty();
        }

        private int anyThread(Proc proc) {
            List<Integer> numbers = new ArrayList<>(proc.threads.keySet());
            return numbers.get(random.nextInt(numbers.size()));
        }

        private void use(Proc proc) {
            int thread = proc.threads.isEmpty() || random.nextInt(3) == 0 ? 0 : anyThread(proc);
            world.use(proc, thread, random.nextInt(200_000_000));
        }

        private void pass() {
            world.now += random.nextInt(100_000_000);
            world.tick();
        }
    }
}
