package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Do bodies arrive whole, in short writes, and keep to the memory there is? */
class BodyTest {
    private final BodyBudget budget = new BodyBudget(4 * Body.SLICE);

    @Test
    void whatWasWrittenIsSentAndNoWriteIsLong() throws IOException {
        byte[] bytes = new byte[Body.FREE_BYTES + 3 * Body.SLICE + 5];
        new Random(1).nextBytes(bytes);
        Body body = new Body(budget);
        body.write(bytes[0]);
        body.write(bytes, 1, 9999);
        body.write(bytes, 10_000, bytes.length - 10_000);
        List<Integer> writes = new ArrayList<>();
        ByteArrayOutputStream sent = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] b, int off, int len) {
                writes.add(len);
                super.write(b, off, len);
            }
        };
        body.sendTo(sent);
        assertThat(sent.toByteArray()).isEqualTo(bytes);
        assertThat(body.length()).isEqualTo(bytes.length);
        assertThat(writes).allMatch(length -> length <= Body.SLICE);
    }

    @Test
    void longBodiesShareWhatThereIsAndShortOnesNeedNone() {
        Body first = full(3 * Body.SLICE);
        assertThat(budget.held()).isEqualTo(3 * Body.SLICE);
        assertThatThrownBy(() -> full(2 * Body.SLICE)).isInstanceOf(BodyBudget.FullException.class);
        assertThat(budget.refused()).isEqualTo(1);
        full(0).release();
        first.hold();
        first.release();
        assertThat(budget.held()).as("somebody still sends it").isPositive();
        first.release();
        assertThat(budget.held()).isZero();
    }

    @Test
    void aListThatCannotBeMadeGivesItsMemoryBack() {
        LiveProcesses defect = new LiveProcesses(budget, array -> {
            array.add("x".repeat(Body.FREE_BYTES));
            assertThat(budget.held()).isPositive();
            throw new IllegalStateException("a defect");
        });
        assertThatThrownBy(defect::make).hasMessage("a defect");
        assertThat(budget.held()).isZero();
        LiveProcesses tooLong = new LiveProcesses(budget, array -> array.add("x".repeat(2 * Body.FREE_BYTES)));
        Body comment = tooLong.make();
        assertThat(comment.length()).isBetween(10L, 200L);
        comment.release();
        assertThat(budget.held()).isZero();
    }

    private Body full(int beyondFree) {
        Body body = new Body(budget);
        try {
            body.write(new byte[Body.FREE_BYTES + beyondFree], 0, Body.FREE_BYTES + beyondFree);
            return body;
        } catch (BodyBudget.FullException e) {
            body.release();
            throw e;
        }
    }
}
