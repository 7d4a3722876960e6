package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.BpfRing;
import dev.linnix.kernel.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Can sensors of two objects write to one ring, which is what orders their records? */
final class RingSharingIT {
    @Test
    void twoObjectsWriteToOneRing() throws Exception {
        int size = 256 * Host.PAGE_SIZE;
        try (BpfObject first = SensorObjects.open("lifecycle");
                BpfObject second = SensorObjects.open("lifecycle")) {
            first.mapSize("ring", size);
            first.load();
            second.reuseMap("ring", first.mapFd("ring"));
            second.load();
            try (BpfRing ring = BpfRing.map(first.mapFd("ring"), size)) {
                first.attach("on_fork");
                second.attach("on_fork");
                Process process = Workload.start("ignore");
                List<Integer> pids = new ArrayList<>();
                ForkRecord fork = new ForkRecord();
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                    ring.reader()
                            .drain(
                                    (segment, offset, length) -> {
                                        assertThat(Flyweight.type(segment, offset))
                                                .isEqualTo(RecordType.FORK);
                                        fork.wrap(segment, offset);
                                        if (fork.pid() == process.pid()) pids.add(fork.pid());
                                    },
                                    Integer.MAX_VALUE);
                    return pids.size() == 2;
                });
                Workload.finish(process);
            }
        }
    }
}
