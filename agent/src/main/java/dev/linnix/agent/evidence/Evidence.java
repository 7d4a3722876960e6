package dev.linnix.agent.evidence;

import dev.linnix.agent.audit.AuditEvent;
import dev.linnix.agent.evidence.Collector.Stage;
import dev.linnix.agent.evidence.collect.Collectors;
import dev.linnix.agent.host.Threads;
import dev.linnix.agent.space.NoSpaceException;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has evidence collected when an incident opens: at once what is quick, then what takes seconds, and once more when it is
 * over. One bundle for each incident. Hears of incidents on the engine's thread, which it never holds up; what it does not
 * collect is counted by reason. Thread-safe.
 */
public final class Evidence implements AlertListener, AutoCloseable {
    /** Changes of incidents that wait at most. */
    static final int CAPACITY = 256;

    /** Incidents remembered, so that each has one bundle. */
    private static final int MOST_KNOWN = 1024;

    /** Bundles made at the same time, for each of at once and later; two cores are what a small host has. */
    private static final int WORKERS = 2;

    /** Bundles that wait for a worker at most. */
    private static final int WAITING = 64;

    private static final long IDLE_SECONDS = 5;
    private static final long STOP_MILLIS = 700;

    private static final System.Logger LOG = System.getLogger(Evidence.class.getName());

    /** Why an incident has no bundle, or not all of it. */
    public enum Skipped {
        /** The rule's limit or the one of all rules. */
        RATE_LIMIT("evidence.per_rule_per_hour or evidence.per_hour is used up"),
        /** There is no room, or what is written fails. */
        SPACE("there is no room"),
        /** Too many are being made. */
        BUSY("too much is being collected already"),
        /** It could not be written. */
        FAILED("it could not be written"),
        /** The bundle was deleted before this part of it was made. */
        DELETED("its bundle was deleted meanwhile"),
        /** The agent was asked to stop. */
        STOPPED("the agent was asked to stop");

        private final String sentence;

        Skipped(String sentence) {
            this.sentence = sentence;
        }

        /** {@return its name in metrics} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** {@return it in words} */
        public String sentence() {
            return sentence;
        }
    }

    /**
     * How it is.
     *
     * @param on whether evidence is collected
     * @param reason why not; null when it is
     * @param bundles begun
     * @param archives written, of all phases
     * @param running bundles being made now
     * @param skipped incidents and phases not collected, by reason
     * @param dropped changes of incidents that found the queue full
     */
    public record Status(
            boolean on,
            @Nullable String reason,
            long bundles,
            long archives,
            int running,
            Map<Skipped, Long> skipped,
            long dropped) {}

    /** An incident that was seen. Guarded by {@code this} of {@link Evidence}, but for what is final or volatile. */
    private static final class Seen {
        private final Alert trigger;
        private final List<Collector> now = new ArrayList<>();
        private final List<Collector> soon = new ArrayList<>();
        private final List<Collector> after = new ArrayList<>();
        private volatile Incident incident;
        private boolean running;
        private boolean bundled;

        Seen(Incident incident, List<Collector> wanted) {
            this.incident = incident;
            this.trigger = incident.alerts().getFirst();
            for (Collector collector : wanted) {
                (collector.stage() == Stage.FIRST ? now : soon).add(collector);
                if (collector.after()) after.add(collector);
            }
        }

        boolean isOver() {
            return incident.state() != AlertState.FIRING;
        }
    }

    private final EvidenceOptions options;
    private final Function<String, List<String>> actions;
    private final Collectors collectors;
    private final BundleMaker maker;
    private final Supplier<@Nullable String> problem;
    private final LongSupplier bootNs;
    private final RateLimit limit;
    private final IncidentAudit audit;
    /** Empty stands for "look whether it is time to stop". */
    private final ArrayBlockingQueue<Optional<Incident>> queue = new ArrayBlockingQueue<>(CAPACITY);

    private final Map<String, Seen> known = new LinkedHashMap<>();
    private final AtomicLong bundles = new AtomicLong();
    private final AtomicLong archives = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLongArray skipped = new AtomicLongArray(Skipped.values().length);
    private final ThreadPoolExecutor first = workers("linnix-evidence-1");
    private final ThreadPoolExecutor later = workers("linnix-evidence-2");
    private final Thread thread = Thread.ofPlatform().name("linnix-evidence").unstarted(this::run);
    private volatile boolean stopping;

    /**
     * Creates it; nothing is collected before {@link #start}.
     *
     * @param actions of a rule, by name
     * @param problem why nothing can be kept at present; null while it can
     * @param bootNs CLOCK_BOOTTIME, ns
     * @param audit is told of incidents, also where nothing is collected
     */
    Evidence(
            EvidenceOptions options,
            Function<String, List<String>> actions,
            Collectors collectors,
            BundleMaker maker,
            Supplier<@Nullable String> problem,
            LongSupplier bootNs,
            Consumer<AuditEvent> audit) {
        this.audit = new IncidentAudit(audit);
        this.options = options;
        this.actions = actions;
        this.collectors = collectors;
        this.maker = maker;
        this.problem = problem;
        this.bootNs = bootNs;
        this.limit = new RateLimit(options.perRulePerHour(), options.perHour());
    }

    private static ThreadPoolExecutor workers(String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().name(name).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    @Override
    public void onAlert(Alert alert) {}

    @Override
    public void onIncident(Incident incident) {
        if (!queue.offer(Optional.of(incident))) dropped.incrementAndGet();
    }

    private void run() {
        try {
            while (!stopping || !queue.isEmpty()) queue.take().ifPresent(this::take);
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.WARNING, "evidence was interrupted");
        }
    }

    private synchronized void take(Incident incident) {
        audit.heard(incident);
        if (!options.enabled()) return;
        Seen seen = known.get(incident.id());
        if (seen == null) {
            if (incident.state() == AlertState.FIRING) open(incident);
            return;
        }
        seen.incident = incident;
        if (!seen.running) finishIfOver(seen);
    }

    private void open(Incident incident) {
        String rule = incident.alerts().getFirst().rule();
        List<Collector> wanted = collectors.select(actions.apply(rule));
        if (wanted.isEmpty()) return;
        Seen seen = new Seen(incident, wanted);
        remember(seen);
        Skipped reason = reasonNotTo(rule);
        if (reason == null) {
            submit(first, seen, () -> atOnce(seen));
            return;
        }
        skip(reason);
        audit.left(incident, reason);
        LOG.log(
                System.Logger.Level.INFO,
                "no evidence is collected of incident " + incident.id() + ": " + reason.sentence());
    }

    private @Nullable Skipped reasonNotTo(String rule) {
        if (stopping) return Skipped.STOPPED;
        if (problem.get() != null) return Skipped.SPACE;
        if (first.getQueue().remainingCapacity() == 0) return Skipped.BUSY;
        return limit.allows(rule, bootNs.getAsLong()) ? null : Skipped.RATE_LIMIT;
    }

    private void remember(Seen seen) {
        if (known.size() >= MOST_KNOWN) forgetOne();
        known.put(seen.incident.id(), seen);
    }

    private void forgetOne() {
        Seen victim = oldest(each -> each.isOver() && !each.bundled)
                .or(() -> oldest(each -> !each.bundled))
                .or(() -> oldest(each -> true))
                .orElse(null);
        if (victim == null) return;
        // What was to be collected when it is over will not be.
        if (victim.bundled) skip(Skipped.BUSY);
        known.remove(victim.incident.id());
    }

    private Optional<Seen> oldest(Predicate<Seen> of) {
        return known.values().stream()
                .filter(each -> !each.running && of.test(each))
                .findFirst();
    }

    /** {@return whether it will run; else that is counted} */
    private boolean submit(ThreadPoolExecutor pool, Seen seen, Runnable task) {
        try {
            pool.execute(task);
            seen.running = true;
            return true;
        } catch (RejectedExecutionException e) {
            skip(Skipped.BUSY);
            return false;
        }
    }

    private void atOnce(Seen seen) {
        List<Integer> expected = new ArrayList<>();
        if (!seen.soon.isEmpty()) expected.add(2);
        if (!seen.after.isEmpty()) expected.add(3);
        Skipped why = make(seen, 1, seen.now, expected);
        if (why == null) bundles.incrementAndGet();
        synchronized (this) {
            seen.running = false;
            seen.bundled = why == null && !seen.after.isEmpty();
            // What there was no room for must not count against what comes when there is.
            if (why == Skipped.SPACE) limit.giveBack(seen.trigger.rule());
            boolean more = why == null && !seen.soon.isEmpty();
            if (!more || !submit(later, seen, () -> soon(seen))) finishIfOver(seen);
        }
    }

    private void soon(Seen seen) {
        make(seen, 2, seen.soon, seen.after.isEmpty() ? List.of() : List.of(3));
        synchronized (this) {
            seen.running = false;
            finishIfOver(seen);
        }
    }

    /** To be called with the lock held. */
    private void finishIfOver(Seen seen) {
        if (!seen.bundled || !seen.isOver()) return;
        seen.bundled = false;
        submit(later, seen, () -> {
            make(seen, 3, seen.after, List.of());
            synchronized (this) {
                seen.running = false;
            }
        });
    }

    /** Returns why it was not written; null when it was. */
    private @Nullable Skipped make(Seen seen, int phase, List<Collector> wanted, List<Integer> expected) {
        try {
            maker.make(phase, seen.incident, seen.trigger, wanted, expected);
            archives.incrementAndGet();
            return null;
        } catch (IOException | RuntimeException e) {
            Skipped reason = reason(e);
            skip(reason);
            String why = e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "evidence of incident " + seen.incident.id() + ", part " + phase + ", could not be kept: " + why,
                    e instanceof RuntimeException ? e : null);
            return reason;
        }
    }

    private Skipped reason(Exception e) {
        if (e instanceof BundleGoneException) return Skipped.DELETED;
        return e instanceof NoSpaceException || problem.get() != null ? Skipped.SPACE : Skipped.FAILED;
    }

    private void skip(Skipped reason) {
        skipped.incrementAndGet(reason.ordinal());
    }

    /** {@return how it is} */
    public Status status() {
        Map<Skipped, Long> counts = new EnumMap<>(Skipped.class);
        for (Skipped reason : Skipped.values()) counts.put(reason, skipped.get(reason.ordinal()));
        String why = options.enabled() ? problem.get() : "evidence.enabled is false";
        return new Status(
                why == null,
                why,
                bundles.get(),
                archives.get(),
                first.getActiveCount() + later.getActiveCount(),
                counts,
                dropped.get());
    }

    /** Ends: what is being collected is cut short and written, for at most 1.4 s. */
    @Override
    public void close() {
        stopping = true;
        // A full queue needs no nudge.
        queue.offer(Optional.empty());
        if (!Threads.ended(thread, STOP_MILLIS)) {
            LOG.log(System.Logger.Level.WARNING, "evidence did not end in time");
        }
        int waiting = first.getQueue().size() + later.getQueue().size();
        for (int i = 0; i < waiting; i++) skip(Skipped.STOPPED);
        first.getQueue().clear();
        later.getQueue().clear();
        first.shutdown();
        later.shutdown();
        maker.cutShort();
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
            boolean ended = first.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)
                    && later.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!ended) LOG.log(System.Logger.Level.WARNING, "a bundle was not finished in time and is given up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
