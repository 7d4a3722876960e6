package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.util.List;

/** Counters of the network stack. */
public final class NetCollector extends FilesCollector {
    /** Creates it. */
    public NetCollector() {
        super(
                Facts.of(
                                Collector.Stage.SECOND,
                                "net",
                                "Sockets in use, protocol counters, interfaces and drops of the host:"
                                        + " /proc/net/sockstat, snmp, netstat, dev, softnet_stat.")
                        .in(Facts.DEFAULT, Facts.SMB),
                List.of(
                        Source.of("net/sockstat"),
                        Source.of("net/sockstat6"),
                        Source.of("net/snmp"),
                        Source.of("net/netstat"),
                        Source.of("net/dev"),
                        Source.of("net/softnet_stat")));
    }
}
