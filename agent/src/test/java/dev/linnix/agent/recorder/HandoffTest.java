package dev.linnix.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is a new segment asked for until one that will do is on its way? */
class HandoffTest {
    private static final long ASKED = 1000;

    @TempDir
    Path temp;

    private static Item.Opening opening(RecorderWorld world, long nowNs) throws InterruptedException {
        world.recording.prepare();
        world.tick(RecorderWorld.SECOND);
        Item.Opening made = (Item.Opening) world.handoff.poll(0);
        return new Item.Opening(made.keyframe(), made.rules(), null, nowNs);
    }

    @Test
    void aSegmentDecidedOnBeforeItWasAskedForDoesNotDo() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            Item.Opening early = opening(world, ASKED - 1);
            Handoff handoff = new Handoff();
            handoff.wantKeyframe(ASKED);
            assertThat(handoff.offer(early)).isTrue();
            assertThat(handoff.keyframeWanted()).as("one waits at most").isFalse();
            handoff.poll(0);
            assertThat(handoff.keyframeWanted()).isTrue();
            assertThat(handoff.offer(new Item.Opening(early.keyframe(), early.rules(), null, ASKED)))
                    .isTrue();
            handoff.poll(0);
            assertThat(handoff.keyframeWanted()).isFalse();
        }
    }

    @Test
    void aSegmentThatFoundNoRoomIsStillAskedFor() throws Exception {
        try (RecorderWorld world = new RecorderWorld(temp)) {
            Item.Opening opening = opening(world, ASKED);
            Handoff handoff = new Handoff();
            for (int i = 0; i < Handoff.CAPACITY; i++) handoff.offer(new Item.Nudge());
            handoff.wantKeyframe(ASKED);
            assertThat(handoff.offer(opening)).isFalse();
            assertThat(handoff.keyframeWanted()).isTrue();
        }
    }
}
