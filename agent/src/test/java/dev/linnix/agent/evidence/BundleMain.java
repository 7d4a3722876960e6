package dev.linnix.agent.evidence;

import dev.linnix.agent.TestSpace;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.Need;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.StateDir;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/** Makes bundles in the state directory it is given until it is killed, and prints a line after each. */
final class BundleMain {
    static final Instant FIRED = Instant.parse("2026-01-31T12:00:00Z");
    static final int BYTES = 300_000;

    private BundleMain() {}

    public static void main(String[] args) throws Exception {
        SpaceKeeper keeper = TestSpace.keeper(1 << 30);
        StateDir state = StateDir.open(Path.of(args[0]));
        BundleStore store = BundleStore.open(() -> state.below(BundleStore.DIRECTORY));
        keeper.store(store);
        int first = store.list().size() * 1000;
        for (int i = first; ; i++) {
            try (Claim claim = keeper.claim(new Need("c", ""), 0);
                    Draft draft = store.begin("i" + i, "rule", "cause " + i, FIRED, claim)) {
                draft.work().write("raw", "x".repeat(5000));
                for (int phase = 1; phase <= 2; phase++) {
                    try (ArchiveFile archive = draft.archive(phase)) {
                        for (int part = 0; part < 3; part++) archive.write(bytes(i));
                        archive.finish();
                    }
                }
            }
            System.out.println(i);
        }
    }

    static ByteBuffer bytes(int number) {
        byte[] bytes = new byte[BYTES / 3];
        Arrays.fill(bytes, (byte) number);
        return ByteBuffer.wrap(bytes);
    }
}
