package dev.linnix.agent.sensor;

import dev.linnix.kernel.BpfIterator;
import dev.linnix.kernel.BpfLink;
import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.KernelException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has the kernel name addresses of its own code, as it does in a backtrace; {@code /proc/kallsyms} is not read. */
public final class KernelNames {
    /** Addresses that can be named at once. */
    public static final int MOST = 8192;

    /** The program that does it, of the object {@code stacks}. */
    static final String PROGRAM = "names";

    private static final int CHUNK = 32 << 10;

    private KernelNames() {}

    /**
     * Names return addresses: of each the instruction before is looked up.
     *
     * @param addresses those beyond {@link #MOST} and 0 stay without a name
     * @return function, offset and size, and the module in brackets, e.g. {@code do_sys_poll+0x1f/0x30}
     * @throws KernelException when the kernel does not allow it
     */
    public static Map<Long, String> of(Collection<Long> addresses) throws KernelException {
        try (BpfObject object = SensorObjects.open("stacks")) {
            object.autoload(PROGRAM, true);
            object.load();
            return of(addresses, object);
        }
    }

    /** As {@link #of(Collection)}, by an object that has {@link #PROGRAM} loaded; once for each object. */
    static Map<Long, String> of(Collection<Long> addresses, BpfObject object) throws KernelException {
        List<Long> asked =
                addresses.stream().filter(address -> address != 0).limit(MOST).toList();
        Map<Long, String> names = new HashMap<>();
        BpfLink link = object.attach(PROGRAM);
        int filled = 0;
        for (List<Long> left = asked; !left.isEmpty(); ) {
            for (int i = 0; i < left.size(); i++) object.put("addresses", i, left.get(i));
            for (int i = left.size(); i < filled; i++) object.put("addresses", i, 0);
            filled = left.size();
            String[] lines = read(link);
            int told = Math.min(lines.length, left.size());
            for (int i = 0; i < told; i++) {
                if (!lines[i].startsWith("0x")) names.put(left.get(i), lines[i]); // else it has no name for it
            }
            if (told == 0) break;
            left = left.subList(told, left.size()); // one walk names so many as there are tasks for
        }
        return names;
    }

    private static String[] read(BpfLink link) throws KernelException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Arena arena = Arena.ofConfined();
                BpfIterator walk = link.walk()) {
            MemorySegment chunk = arena.allocate(CHUNK);
            for (long n = walk.read(chunk); n != 0; n = walk.read(chunk)) {
                text.writeBytes(chunk.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return text.size() == 0
                ? new String[0]
                : text.toString(StandardCharsets.ISO_8859_1).split("\n");
    }
}
