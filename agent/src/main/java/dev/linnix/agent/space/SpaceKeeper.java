package dev.linnix.agent.space;

import dev.linnix.agent.space.Deletion.Reason;
import dev.linnix.agent.space.Store.Item;
import dev.linnix.kernel.Allocation;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything the agent has on disk within one budget. Whoever writes without end has a slice and keeps within it. All
 * else is claimed before it is written, and room is made first, so that at every moment what is claimed and what is kept
 * together are at most the budget without the slices. Room is made by deleting what is worth least, see {@link Value};
 * nothing is deleted where that would not suffice. Thread-safe; stores are called with the lock held, and must not call back
 * while they hold theirs.
 */
public final class SpaceKeeper {
    /** Limits that only time breaks are looked at so often, ns. */
    public static final long PERIOD_NS = 60_000_000_000L;

    /** Whether what was refused has become possible is looked at so often, ns. */
    static final long RETRY_NS = 5_000_000_000L;

    private static final Need NOTHING = new Need("", "");

    private static final int MOST_GONE = 1024;

    /** How long a cause of which all was deleted counts as known, ns. */
    static final long GONE_NS = 24 * 3600 * 1_000_000_000L;

    private static final System.Logger LOG = System.getLogger(SpaceKeeper.class.getName());

    /** Asks for the room on the file system. */
    @FunctionalInterface
    public interface Disk {
        /** {@return it} */
        Allocation.Volume volume() throws IOException;
    }

    private final long budget;
    private final Limits limits;
    private final Disk disk;
    private final InstantSource wall;
    private final LongSupplier bootNs;
    private final Consumer<Deletion> deletions;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> slices = new LinkedHashMap<>();
    private final List<Store> stores = new CopyOnWriteArrayList<>();
    private final Ages ages = new Ages();
    /** When all of a cause was deleted for room, the latest such. One more of these tells little that is new. */
    private final Map<String, Long> goneNs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_GONE;
        }
    };

    private final Set<Held> open = new LinkedHashSet<>();
    private final Map<Reason, Long> deleted = new EnumMap<>(Reason.class);
    private long sliced;
    private long claimed;
    private long deletedBytes;
    private long failures;
    private long refused;
    private long refusedBytes;
    private volatile @Nullable String problem;
    private boolean said;
    private long sayAgainNs;
    private boolean lookedYet;
    private long lookedNs;

    /**
     * Creates a keeper without slices and stores.
     *
     * @param budget bytes of allocated blocks, of everything
     * @param disk the file system the stores are on
     * @param wall is asked once for each thing of an earlier run
     * @param bootNs CLOCK_BOOTTIME, ns
     * @param deletions is told of each deletion, on the thread that needed the room; must not throw
     */
    public SpaceKeeper(
            long budget,
            Limits limits,
            Disk disk,
            InstantSource wall,
            LongSupplier bootNs,
            Consumer<Deletion> deletions) {
        this.budget = budget;
        this.limits = limits;
        this.disk = disk;
        this.wall = wall;
        this.bootNs = bootNs;
        this.deletions = deletions;
    }

    /** Sets bytes apart for a writer that keeps its own bound. */
    public void slice(String name, long bytes) {
        lock.lock();
        try {
            if (slices.putIfAbsent(name, bytes) != null) throw new IllegalArgumentException("two slices " + name);
            sliced += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Takes over what a store has. Its limits are kept from the next {@link #look} on. */
    public void store(Store store) {
        lock.lock();
        try {
            stores.add(store);
            long nowNs = bootNs.getAsLong();
            for (Item item : store.items()) ages.found(Kept.key(store, item), item.made(), wall.instant(), nowNs);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reserves space, making room if need be.
     *
     * @param need what it is for: no first one of any cause is deleted for a repeat
     * @param bytes of allocated blocks; more can be claimed later
     * @throws NoSpaceException when that is impossible; until it is possible, {@link #problem} says why not, but for a repeat
     */
    public Claim claim(Need need, long bytes) throws NoSpaceException {
        lock.lock();
        try {
            Held claim = new Held(need);
            claim.more(bytes);
            open.add(claim);
            return claim;
        } finally {
            lock.unlock();
        }
    }

    private final class Held implements Claim {
        private final Need need;
        private long bytes;
        private boolean closed;

        Held(Need need) {
            this.need = need;
        }

        @Override
        public void more(long more) throws NoSpaceException {
            if (more < 0) throw new IllegalArgumentException(String.valueOf(more));
            lock.lock();
            try {
                if (closed) throw new IllegalStateException("the claim is closed");
                makeRoom(need, more);
                bytes += more;
                claimed += more;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long bytes() {
            lock.lock();
            try {
                return bytes;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void keep(long least) {
            if (least < 0) throw new IllegalArgumentException(String.valueOf(least));
            lock.lock();
            try {
                long back = Math.max(0, bytes - least);
                bytes -= back;
                claimed -= back;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                open.remove(this);
                claimed -= bytes;
                bytes = 0;
                closed = true;
            } finally {
                lock.unlock();
            }
        }
    }

    private void makeRoom(Need need, long more) throws NoSpaceException {
        boolean repeat = false;
        try {
            List<Kept> kept = kept();
            repeat = isRepeat(kept, need);
            long excess = excess(kept, more);
            long below = belowFloor(more);
            // What is deleted for one of the two helps the other.
            delete(kept, need, Math.max(excess, below), below > excess ? Reason.FLOOR : Reason.BUDGET, more);
        } catch (NoSpaceException e) {
            refused++;
            // That one more of the same has to stay out is as it should be, while there is room for something new.
            if (!repeat || lack(more) != null) {
                refusedBytes = more;
                problem(e.getMessage());
            }
            throw e;
        }
        // That there is room for something small says nothing of what was refused.
        if (more >= refusedBytes) problem(null);
    }

    private void problem(@Nullable String next) {
        problem = next;
        if (next == null) refusedBytes = 0;
        if (next == null && said) {
            LOG.log(System.Logger.Level.INFO, "there is room to collect again");
            said = false;
        } else if (next != null && !said && bootNs.getAsLong() >= sayAgainNs) {
            // Where it changes with each incident, once is enough.
            LOG.log(System.Logger.Level.WARNING, "nothing is collected: " + next);
            said = true;
            sayAgainNs = bootNs.getAsLong() + PERIOD_NS;
        }
    }

    private List<Kept> kept() {
        long nowNs = bootNs.getAsLong();
        List<Kept> kept = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Store store : stores) {
            for (Item item : store.items()) {
                String key = Kept.key(store, item);
                keys.add(key);
                kept.add(new Kept(store, item, ages.of(key, nowNs)));
            }
        }
        ages.keep(keys);
        return kept;
    }

    private long share() {
        long overhead = 0;
        for (Store store : stores) overhead += store.overhead();
        return budget - sliced - overhead;
    }

    private long excess(List<Kept> kept, long more) {
        long used = 0;
        for (Kept each : kept) used += each.item().bytes();
        return claimed + more + used - share();
    }

    /** What is claimed counts as still to be written, since nobody knows how much of it was. */
    private long belowFloor(long more) throws NoSpaceException {
        Allocation.Volume volume;
        try {
            volume = disk.volume();
        } catch (IOException e) {
            throw new NoSpaceException("how much space the disk has left cannot be found out: " + e);
        }
        long least = Limits.inodeFloor(volume);
        if (volume.freeInodes() < least) {
            // Deleting would not help: what we keep are a few files of the very many there may be.
            throw new NoSpaceException("the file system has room for " + volume.freeInodes() + " more files, and "
                    + least + " must stay free");
        }
        return limits.floor(volume) - (volume.freeBytes() - claimed - more);
    }

    /**
     * {@return whether something of its cause is older, kept or being made, or was deleted for room} Were it not for the
     * latter, causes for which there is no room together would push out each other again and again.
     */
    private boolean isRepeat(List<Kept> kept, Need need) {
        Long gone = goneNs.get(need.cause());
        if (gone != null && bootNs.getAsLong() - gone < GONE_NS) return true;
        return Value.isRepeat(kept, need) || isMadeAlready(need);
    }

    private boolean isMadeAlready(Need need) {
        for (Held each : open) {
            if (!each.need.cause().equals(need.cause()) || each.need.id().isEmpty()) continue;
            return !each.need.id().equals(need.id());
        }
        return false;
    }

    /** What the room is for does not go for itself. */
    private List<Kept> deletable(List<Kept> kept, Need need) {
        List<Kept> others = new ArrayList<>();
        for (Kept each : kept) others.add(each.item().id().equals(need.id()) ? each.busy() : each);
        return Value.deletable(others, !isRepeat(kept, need));
    }

    /** Deletes what is worth least, until that has freed so many bytes; nothing when it cannot. */
    private void delete(List<Kept> kept, Need need, long bytes, Reason reason, long more) throws NoSpaceException {
        long missing = bytes;
        String failure = null;
        while (missing > 0) {
            List<Kept> victims = deletable(kept, need);
            long possible = 0;
            for (Kept victim : victims) possible += victim.item().bytes();
            if (possible < missing) throw new NoSpaceException(sentence(kept, reason, more, missing, failure));
            Kept victim = victims.getFirst();
            String why = delete(kept, victim, reason);
            if (why == null) {
                missing -= victim.item().bytes();
            } else {
                failure = why;
                kept.remove(victim);
                kept.add(victim.busy());
            }
        }
    }

    /** Returns why it could not be deleted; null when it was. */
    private @Nullable String delete(List<Kept> kept, Kept victim, Reason reason) {
        Item item = victim.item();
        try {
            if (!victim.store().delete(item)) return item.id() + " has just come into use";
        } catch (IOException | RuntimeException e) {
            failures++;
            String why = item.id() + " cannot be deleted: " + e;
            LOG.log(System.Logger.Level.WARNING, why);
            return why;
        }
        kept.remove(victim);
        boolean last = kept.stream().noneMatch(each -> each.item().cause().equals(item.cause()));
        if (last && (reason == Reason.BUDGET || reason == Reason.FLOOR)) goneNs.put(item.cause(), bootNs.getAsLong());
        deleted.merge(reason, 1L, Long::sum);
        deletedBytes += item.bytes();
        deletions.accept(new Deletion(victim.store().name(), item, reason));
        return null;
    }

    private String sentence(List<Kept> kept, Reason reason, long more, long missing, @Nullable String failure) {
        long pinned = 0;
        long inUse = 0;
        long firsts = 0;
        for (Kept each : kept) {
            Item item = each.item();
            if (item.pinned()) pinned += item.bytes();
            else if (item.busy()) inUse += item.bytes();
            else firsts += item.bytes();
        }
        String what = reason == Reason.FLOOR
                ? "the disk lacks " + missing + " bytes of what must stay free (space.min_free) once " + more
                        + " bytes more are written"
                : (more == 0 ? "what is kept does not fit" : more + " bytes more do not fit") + " into the " + share()
                        + " that space.budget leaves for evidence";
        return what + ": " + claimed + " are claimed for what is being collected, " + pinned + " pinned, " + inUse
                + " in use, " + firsts + " kept otherwise" + (failure == null ? "" : "; " + failure);
    }

    /** Keeps the limits that time breaks, and looks whether what was refused has become possible; for the housekeeper. */
    public void look() {
        lock.lock();
        try {
            long nowNs = bootNs.getAsLong();
            if (lookedYet && nowNs - lookedNs < (problem() == null ? PERIOD_NS : RETRY_NS)) return;
            lookedYet = true;
            lookedNs = nowNs;
            stores.forEach(Store::refresh);
            keepLimits(kept());
            if (problem != null) problem(lack(refusedBytes));
        } finally {
            lock.unlock();
        }
    }

    private void keepLimits(List<Kept> kept) {
        long oldest = limits.age().toNanos();
        for (Kept each : List.copyOf(kept)) {
            if (each.ageNs() <= oldest || each.item().pinned() || each.item().busy()) continue;
            delete(kept, each, Reason.AGE);
        }
        while (kept.size() > limits.count()) {
            List<Kept> victims = Value.deletable(kept, true);
            if (victims.isEmpty()) break;
            Kept victim = victims.getFirst();
            if (delete(kept, victim, Reason.COUNT) == null) continue;
            kept.remove(victim);
            kept.add(victim.busy());
        }
        try {
            delete(kept, NOTHING, excess(kept, 0), Reason.BUDGET, 0);
        } catch (NoSpaceException e) {
            problem(e.getMessage());
        }
    }

    /** Returns why there is no room for so much of a new cause, in one sentence; null when there would be. */
    private @Nullable String lack(long bytes) {
        List<Kept> kept = kept();
        long possible = 0;
        for (Kept victim : Value.deletable(kept, true))
            possible += victim.item().bytes();
        try {
            long excess = excess(kept, bytes);
            if (excess > possible) return sentence(kept, Reason.BUDGET, bytes, excess, null);
            long below = belowFloor(bytes);
            return below > possible ? sentence(kept, Reason.FLOOR, bytes, below, null) : null;
        } catch (NoSpaceException e) {
            return e.getMessage();
        }
    }

    /** {@return why nothing is collected, in one sentence; null while there is room; never waits for the disk} */
    public @Nullable String problem() {
        String own = problem;
        if (own != null) return own;
        for (Store store : stores) {
            String theirs = store.problem();
            if (theirs != null) return theirs;
        }
        return null;
    }

    /** {@return how much room there is} */
    public SpaceStatus status() {
        lock.lock();
        try {
            long kept = 0;
            long pinned = 0;
            int items = 0;
            for (Store store : stores) {
                for (Item item : store.items()) {
                    items++;
                    kept += item.bytes();
                    if (item.pinned()) pinned += item.bytes();
                }
            }
            return new SpaceStatus(
                    budget,
                    Collections.unmodifiableMap(new LinkedHashMap<>(slices)),
                    share(),
                    kept,
                    items,
                    pinned,
                    claimed,
                    Map.copyOf(deleted),
                    deletedBytes,
                    failures,
                    refused,
                    problem());
        } finally {
            lock.unlock();
        }
    }
}
