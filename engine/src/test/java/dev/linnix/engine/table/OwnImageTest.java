package dev.linnix.engine.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.Redactor;
import dev.linnix.engine.record.ImageRecord;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is a process that was there before known to run a program of its own, from arguments raw and redacted alike? */
class OwnImageTest {
    private static final String ARGS = "app¦--token=hunter2¦-v¦";

    private final HostState host = new HostState(new HostFacts(2, 8L << 30, 4096, 90, 0));
    private final RecordApplier applier = new RecordApplier(host);
    private final ProcessNode parent = host.table().enter(10, 10, null, 0);
    private final ImageRecord record = new ImageRecord();
    private final MemorySegment segment =
            Arena.ofAuto().allocate(record.layout().size(), 8);

    private ProcessNode image(ProcessNode node, String path, String args, int argc, int flags, boolean redacted) {
        byte[] raw = args.replace('¦', '\0').getBytes(ISO_8859_1);
        record.begin(segment, 0, 1);
        record.pid(node.pid()).startNs(node.startNs());
        record.image()
                .set(argc, flags)
                .path(path.replace('¦', '\0').getBytes(ISO_8859_1))
                .args(redacted ? Redactor.stored(raw) : raw);
        applier.image(record);
        return node;
    }

    private ProcessNode child() {
        return host.table().enter(11, 11, parent, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "app¦bin¦, app¦--token=hunter2¦-v¦, 3, 0, false",
        "app¦bin¦, app¦--token=another¦-v¦, 3, 0, false",
        "app¦bin¦, app¦--token=hunter2¦-x¦, 3, 0, true",
        "app¦bin¦, app¦--token=hunter2¦-v,  3, 0, true",
        "ape¦bin¦, app¦--token=hunter2¦-v¦, 3, 0, true",
        "app¦bin¦, app¦--token=hunter2¦-v¦, 4, 0, true",
        "app¦bin¦, app¦--token=hunter2¦-v¦, 3, 4, true"
    })
    void itIsItsOwnWhenItDiffersByMoreThanASecret(String path, String args, int argc, int flags, boolean own) {
        for (boolean redacted : new boolean[] {false, true}) {
            OwnImageTest fresh = new OwnImageTest();
            fresh.image(fresh.parent, "app¦bin¦", ARGS, 3, 0, redacted);
            ProcessNode child = fresh.image(fresh.child(), path, args, argc, flags, redacted);
            assertThat(child.ownImage()).isEqualTo(own);
        }
    }

    @Test
    void imagesInBetweenMakeNoDifference() {
        image(parent, "app¦bin¦", ARGS, 3, 0, false);
        for (int i = 100; i < 10_000; i++) image(host.table().enter(i, i, null, 0), "x¦", "x" + i, 1, 0, false);

        assertThat(image(child(), "app¦bin¦", ARGS, 3, 0, false).ownImage()).isFalse();
    }

    @Test
    void whatRunsUnderAnUnknownParentIsItsOwn() {
        assertThat(image(child(), "app¦bin¦", ARGS, 3, 0, false).ownImage()).isTrue();
    }
}
