package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.rule.RuleSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Is the mailbox bounded, and does one bad query harm no other? */
class QueryMailboxTest {
    private final AtomicInteger wakes = new AtomicInteger();
    private final QueryMailbox mailbox = new QueryMailbox(wakes::incrementAndGet);
    private final EngineView view =
            new Engine(new HostFacts(1, 1, 4096, 0, 0), RuleSet.EMPTY, AlertListener.NONE).view();

    @Test
    void aFullMailboxRefusesAndCounts() {
        for (int i = 0; i < QueryMailbox.CAPACITY; i++)
            assertThat(mailbox.post(EngineView::status)).isNotNull();
        assertThat(mailbox.post(EngineView::status)).isNull();
        assertThat(mailbox.rejected()).isEqualTo(1);
        assertThat(wakes).hasValue(QueryMailbox.CAPACITY);
        assertThat(mailbox.answer(view)).isEqualTo(QueryMailbox.CAPACITY);
        assertThat(mailbox.post(EngineView::status)).isNotNull();
    }

    @Test
    void aQueryThatThrowsFailsAlone() {
        CompletableFuture<Object> bad = mailbox.post(v -> {
            throw new IllegalStateException("no");
        });
        CompletableFuture<Integer> good = mailbox.post(v -> v.status().live());
        mailbox.answer(view);
        assertThat(bad).isCompletedExceptionally();
        assertThat(good).isCompletedWithValue(0);
    }
}
