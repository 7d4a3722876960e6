package dev.linnix.agent.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The body of a response, in slices: an array of its whole length would need twice the memory while it grows, and the
 * JDK's server keeps a buffer of twice the longest write for as long as the connection lives. The first
 * {@link #FREE_BYTES} cost nothing, so that short answers are given also when the budget is used up. Written by one
 * thread; then several may send it. Whoever holds it releases it; the last one gives the memory back.
 */
final class Body extends OutputStream {
    /** Length of a slice, and of the longest write to a connection. */
    static final int SLICE = 4096;

    static final int FREE_BYTES = 32 << 10;

    private final BodyBudget budget;
    private final List<byte[]> slices = new ArrayList<>();
    private final AtomicInteger holders = new AtomicInteger(1);
    private long length;
    private long taken;

    /** Creates an empty body that its creator holds. */
    Body(BodyBudget budget) {
        this.budget = budget;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /**
     * Adds bytes.
     *
     * @throws BodyBudget.FullException when there is no memory for them
     */
    @Override
    public void write(byte[] bytes, int from, int count) {
        int done = 0;
        while (done < count) {
            int at = (int) (length % SLICE);
            if (at == 0) grow();
            int step = Math.min(count - done, SLICE - at);
            System.arraycopy(bytes, from + done, slices.getLast(), at, step);
            length += step;
            done += step;
        }
    }

    private void grow() {
        if (length >= FREE_BYTES) {
            budget.take(SLICE);
            taken += SLICE;
        }
        slices.add(new byte[SLICE]);
    }

    long length() {
        return length;
    }

    /** Writes all of it, a slice at a time. */
    void sendTo(OutputStream out) throws IOException {
        long left = length;
        for (byte[] slice : slices) {
            int count = (int) Math.min(left, SLICE);
            out.write(slice, 0, count);
            left -= count;
        }
    }

    /** Adds a holder; the caller is one already, or keeps the last one from releasing. */
    Body hold() {
        holders.incrementAndGet();
        return this;
    }

    /** Takes a holder away; with the last one the memory goes. */
    void release() {
        if (holders.decrementAndGet() == 0) budget.giveBack(taken);
    }
}
