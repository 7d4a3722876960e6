package dev.linnix.bench;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.RecordType;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Checks that life-cycle records come in causal order: of one process fork before exec before exit, and a parent's fork
 * before its child's, its exit after. Remembers every process, so for bounded runs only. Not thread-safe.
 */
final class CausalOrder {
    private record Identity(int pid, long startNs) {}

    private static final class Life {
        private final Identity parent;
        private boolean ended;
        private int execs;

        private Life(Identity parent) {
            this.parent = parent;
        }
    }

    /**
     * What was seen of the processes forked by the children of one process.
     *
     * @param forks of them
     * @param execs of them
     * @param exits of them
     */
    record Captured(int forks, int execs, int exits) {}

    private static final Identity UNKNOWN = new Identity(0, 0);

    private final Map<Identity, Life> lives = new HashMap<>();
    private final ForkRecord fork = new ForkRecord();
    private final ExecRecord exec = new ExecRecord();
    private final ExitRecord exit = new ExitRecord();
    private long records;
    private long violations;

    /** Takes one record in place; those that are not of the life cycle are ignored. */
    void accept(MemorySegment segment, long offset, int length) {
        switch (Flyweight.type(segment, offset)) {
            case RecordType.FORK -> {
                fork.wrap(segment, offset);
                onFork();
            }
            case RecordType.EXEC -> {
                exec.wrap(segment, offset);
                Life life = seen(new Identity(exec.pid(), exec.startNs()));
                if (life.ended) violations++;
                life.execs++;
            }
            case RecordType.EXIT -> {
                exit.wrap(segment, offset);
                Life life = seen(new Identity(exit.pid(), exit.startNs()));
                if (life.ended) violations++;
                life.ended = true;
            }
            default -> {
                return;
            }
        }
        records++;
    }

    private void onFork() {
        Identity parent = new Identity(fork.parentPid(), fork.parentStartNs());
        if (seen(parent).ended) violations++;
        Life former = lives.put(new Identity(fork.pid(), fork.startNs()), new Life(parent));
        if (former != null) violations++;
    }

    /** A process met before its fork record, or that was there before; its fork record must not come any more. */
    private Life seen(Identity identity) {
        return lives.computeIfAbsent(identity, id -> new Life(UNKNOWN));
    }

    /** {@return life-cycle records taken} */
    long records() {
        return records;
    }

    /** {@return records that came out of causal order} */
    long violations() {
        return violations;
    }

    /** {@return what was seen of the grandchildren of the process with this pid} */
    Captured grandchildrenOf(int pid) {
        Set<Identity> workers = new HashSet<>();
        lives.forEach((identity, life) -> {
            if (life.parent.pid() == pid) workers.add(identity);
        });
        int forks = 0;
        int execs = 0;
        int exits = 0;
        for (Life life : lives.values()) {
            if (!workers.contains(life.parent)) continue;
            forks++;
            execs += life.execs;
            if (life.ended) exits++;
        }
        return new Captured(forks, execs, exits);
    }
}
