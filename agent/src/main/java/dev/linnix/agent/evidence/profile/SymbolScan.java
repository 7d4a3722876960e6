package dev.linnix.agent.evidence.profile;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Goes once through a table of ELF symbols and keeps, for each of some addresses, the function it lies in: the innermost,
 * and of several names the one that is most public. A function without size reaches up to the next symbol.
 */
final class SymbolScan extends OutputStream {
    /** Bytes of a symbol. */
    static final int ENTRY = 24;

    /** Updates in all; a table of millions of symbols that each claim to reach everywhere is given up at it. */
    private static final long MOST_UPDATES = 20_000_000;

    private static final int NOTYPE = 0;
    private static final int FUNC = 2;
    private static final int IFUNC = 10;
    private static final int UNDEFINED = 0;
    private static final int RESERVED = 0xff00; // absolute values and the like: no places in the file

    private final long[] addresses;
    private final int[] names;
    private final long[] values;
    private final byte[] ranks;
    /** The nearest symbol that begins at or before an address, and behind the address before it in the list. */
    private final long[] beforeValue;

    private final int[] beforeName;
    private final boolean[] beforeSized;

    private long updates;
    private final ByteBuffer carried = ByteBuffer.allocate(ENTRY).order(ByteOrder.LITTLE_ENDIAN);

    /** Looks for these, sorted as unsigned. */
    SymbolScan(long[] addresses) {
        this.addresses = addresses;
        names = new int[addresses.length];
        Arrays.fill(names, -1);
        values = new long[addresses.length];
        ranks = new byte[addresses.length];
        beforeValue = new long[addresses.length];
        beforeName = names.clone();
        beforeSized = new boolean[addresses.length];
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ByteBuffer chunk = ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
        while (carried.position() > 0 && chunk.hasRemaining()) carry(chunk);
        while (chunk.remaining() >= ENTRY) {
            take(chunk, chunk.position());
            chunk.position(chunk.position() + ENTRY);
        }
        while (chunk.hasRemaining()) carry(chunk);
    }

    private void carry(ByteBuffer from) {
        carried.put(from.get());
        if (carried.hasRemaining()) return;
        take(carried, 0);
        carried.clear();
    }

    private void take(ByteBuffer table, int at) {
        int type = table.get(at + 4) & 15;
        int binding = table.get(at + 4) >> 4 & 15;
        int section = Short.toUnsignedInt(table.getShort(at + 6));
        boolean label = type == NOTYPE && binding != 0; // local ones only mark places
        if (type != FUNC && type != IFUNC && !label) return;
        if (section == UNDEFINED || section >= RESERVED) return;
        int name = table.getInt(at);
        long value = table.getLong(at + 8);
        long size = table.getLong(at + 16);
        int first = LongSet.lowerBound(addresses, value);
        if (first == addresses.length || name <= 0) return;
        before(first, name, value, size != 0);
        byte rank = (byte) (binding == 1 ? 2 : binding == 2 ? 1 : 0); // global, weak, local
        for (int i = first; i < addresses.length && Long.compareUnsigned(addresses[i] - value, size) < 0; i++) {
            if (++updates > MOST_UPDATES) return;
            int newer = names[i] < 0 ? 1 : Long.compareUnsigned(value, values[i]);
            if (newer > 0 || (newer == 0 && rank > ranks[i])) {
                names[i] = name;
                values[i] = value;
                ranks[i] = rank;
            }
        }
    }

    private void before(int i, int name, long value, boolean sized) {
        int nearer = beforeName[i] < 0 ? 1 : Long.compareUnsigned(value, beforeValue[i]);
        boolean better = nearer > 0 || (nearer == 0 && sized && !beforeSized[i]);
        if (!better) return;
        beforeName[i] = name;
        beforeValue[i] = value;
        beforeSized[i] = sized;
    }

    /** {@return for each address where in the table of strings its name begins, or -1} */
    int[] names() {
        int last = -1;
        for (int i = 0; i < names.length; i++) {
            if (beforeName[i] >= 0) last = i;
            if (names[i] < 0 && last >= 0 && !beforeSized[last]) names[i] = beforeName[last];
        }
        return names;
    }
}
