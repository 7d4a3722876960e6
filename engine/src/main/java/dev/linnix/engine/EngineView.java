package dev.linnix.engine;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessOrder;
import dev.linnix.engine.model.ProcessRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query may read. Handed to a query on the engine's thread between batches; the view must not be kept, its
 * results are immutable copies and may.
 */
public interface EngineView {
    /** {@return the engine's account of itself} */
    EngineStatus status();

    /** {@return every process known: living and zombies; with {@code dead} also those remembered after their end} */
    List<ProcessInfo> processes(boolean dead);

    /**
     * {@return the processes to show around one: itself and its ancestors, those alive in its tree (half of what there may
     * be at most), all others alive, then those that ended in its tree, until there are enough}
     *
     * @param top the process; null for none, as is one that is forgotten
     * @param limit of them, besides its ancestors; in a storm there are tens of thousands
     */
    List<ProcessInfo> around(@Nullable ProcessRef top, int limit);

    /** {@return at most {@code limit} living processes that come first in an order; those the order says nothing of are left out} */
    List<ProcessInfo> top(ProcessOrder order, int limit);

    /** {@return the living process with this pid, else the one that ended last, else null} */
    @Nullable
    ProcessInfo process(int pid);

    /**
     * {@return the last minute, second by second}
     *
     * @param top the process whose tree to look at beside the host; null for none, as is one that is forgotten
     */
    LastMinute lastMinute(@Nullable ProcessRef top);

    /** {@return at most {@code limit} alerts, the latest to fire first} */
    List<Alert> alerts(int limit);

    /** {@return at most {@code limit} incidents, the latest to open first} */
    List<Incident> incidents(int limit);

    /** {@return the incident, or null when there is none (any more)} */
    @Nullable
    Incident incident(String id);
}
