package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.profile.MemoryMap.Mapping;
import dev.linnix.agent.sensor.KernelNames;
import dev.linnix.kernel.KernelException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names the functions that addresses of processes lie in. In three steps: memory maps are read while the processes live
 * ({@link #meet}), then every address is asked for ({@link #want}, {@link #wantKernel}), then all are looked up in one pass
 * over each file ({@link #resolve}). Files of others are read by helpers only. Not thread-safe.
 */
final class Symbols {
    private static final int MOST_SPACES = 64;
    private static final int MOST_MODULES = 64;
    private static final long MOST_MAP_BYTES = 4 << 20;
    private static final Duration MAP_READ = Duration.ofMillis(500);
    private static final String MADE = "code made at run time";
    /** Reads that did not come back, after which no more are tried. */
    private static final int MOST_LATE = 3;

    private final Path proc;
    private final Commands commands;
    private final Map<Integer, List<MemoryMap>> spaces = new HashMap<>();
    private final Set<Integer> strayed = new HashSet<>();
    private final Map<String, Module> modules = new LinkedHashMap<>();
    private final Map<Integer, JitCode> jits = new TreeMap<>();
    private final Set<Long> kernel = new HashSet<>();
    private Map<Long, String> kernelNames = Map.of();
    private final Map<String, String> troubles = new TreeMap<>();
    private boolean mapsDenied;
    private boolean filesDenied;
    private int late;

    Symbols(Path proc, Commands commands) {
        this.proc = proc;
        this.commands = commands;
    }

    /** Reads the memory map of a process, once; to be called while it lives. */
    void meet(int space) throws InterruptedException {
        if (spaces.containsKey(space)) return;
        spaces.put(space, new ArrayList<>());
        if (spaces.size() <= MOST_SPACES) readMap(space);
        else troubles.put("processes beyond " + MOST_SPACES, "their memory maps were not read");
    }

    private void readMap(int space) throws InterruptedException {
        if (late >= MOST_LATE) return;
        String what = "memory map of process " + space;
        try (MemoryMap.Parser parser = new MemoryMap.Parser()) {
            Path file = proc.resolve(Integer.toString(space)).resolve("maps");
            HelperFile.check(file.toString(), commands.read(file, MOST_MAP_BYTES, parser, MAP_READ));
            mapsOf(space).addFirst(parser.map());
        } catch (AccessDeniedException e) {
            mapsDenied = true;
        } catch (InterruptedIOException e) {
            late++;
            troubles.put(what, Module.NOT_IN_TIME);
        } catch (IOException e) {
            troubles.put(what, "could not be read, the process being gone or ending");
        }
    }

    private List<MemoryMap> mapsOf(int space) {
        return spaces.getOrDefault(space, List.of());
    }

    private @Nullable Mapping find(int space, long address) {
        for (MemoryMap map : mapsOf(space)) {
            Mapping mapping = map.find(address);
            if (mapping != null) return mapping;
        }
        return null;
    }

    /**
     * Sees whether an address lies where nothing was when the map was read, which then is read once more.
     *
     * @param deadline of {@link System#nanoTime}, after which it is not
     */
    void look(int space, long address, long deadline) throws InterruptedException {
        if (mapsOf(space).size() != 1 || find(space, address) != null || !strayed.add(space)) return;
        if (System.nanoTime() - deadline < 0) readMap(space);
        else troubles.put("new memory map of process " + space, Module.NOT_IN_TIME);
    }

    /** Asks for the function an address of a process lies in. */
    void want(int space, long address, long samples) {
        Mapping mapping = find(space, address);
        if (mapping == null) return;
        if (mapping.isFile() || Module.isVdso(mapping)) {
            module(space, mapping).want(address - mapping.start() + mapping.offset(), samples);
        } else if (!mapping.path().startsWith("[v")) {
            jits.computeIfAbsent(space, JitCode::new).want(address);
        }
    }

    private Module module(int space, Mapping mapping) {
        return modules.computeIfAbsent(mapping.path() + "\0" + mapping.inode(), key -> new Module(mapping, space));
    }

    /** Asks for the function of the kernel an address lies in, which may be one behind a call. */
    void wantKernel(long address) {
        kernel.add(address);
    }

    /**
     * Looks everything up, what most samples need first.
     *
     * @param deadline of {@link System#nanoTime}, after which nothing more is begun
     */
    void resolve(long deadline) throws InterruptedException {
        if (!kernel.isEmpty()) {
            try {
                kernelNames = KernelNames.of(kernel);
            } catch (KernelException e) {
                troubles.put("functions of the kernel", String.valueOf(e.getMessage()));
            }
        }
        List<Module> byWeight = new ArrayList<>(modules.values());
        byWeight.sort(Comparator.comparingLong(Module::weight).reversed());
        for (int i = 0; i < byWeight.size(); i++) {
            Module module = byWeight.get(i);
            if (i >= MOST_MODULES || System.nanoTime() > deadline) module.giveUp(Module.NOT_IN_TIME);
            else if (module.resolve(proc, commands, deadline)) filesDenied = true;
            if (!module.trouble().isEmpty()) troubles.put(module.name(), module.trouble());
        }
        for (Map.Entry<Integer, JitCode> jit : jits.entrySet()) {
            String trouble = jit.getValue().resolve(proc, commands, deadline);
            if (!trouble.isEmpty()) troubles.put("code made at run time by process " + jit.getKey(), trouble);
        }
    }

    /** {@return the function an address lies in, as far as it is known} */
    Frame frame(int space, long address) {
        Mapping mapping = find(space, address);
        if (mapping == null) return Frame.unknown("unknown");
        if (mapping.isFile() || Module.isVdso(mapping)) {
            Module module = module(space, mapping);
            String name = module.name(address - mapping.start() + mapping.offset());
            return name == null ? Frame.unknown(module.name()) : new Frame(Frame.Kind.USER, name, module.name(), true);
        }
        JitCode jit = jits.get(space);
        String name = jit == null ? null : jit.name(address);
        return name == null
                ? Frame.unknown(mapping.isAnonymous() ? MADE : "no file")
                : new Frame(Frame.Kind.JIT, name, "made at run time", true);
    }

    /** {@return the function of the kernel, without offset} */
    Frame kernelFrame(long address) {
        String name = kernelNames.get(address);
        if (name == null) return Frame.kernelUnknown();
        int offset = name.indexOf('+');
        int module = name.indexOf(" [");
        String function = offset < 0 ? name : name.substring(0, offset);
        return Frame.kernel(module < 0 ? function : function + name.substring(module));
    }

    /** {@return where an address lies, for whoever has the file: the file and the place in it} */
    String place(int space, long address) {
        Mapping mapping = find(space, address);
        if (mapping == null) return "0x" + Long.toHexString(address);
        long place = address - mapping.start() + mapping.offset();
        String path = mapping.isAnonymous() ? "[" + MADE + "]" : mapping.path();
        return path + (mapping.inode() == 0 ? " 0x" + Long.toHexString(address) : "+0x" + Long.toHexString(place));
    }

    /** {@return what could not be had, and why} */
    Map<String, String> troubles() {
        return troubles;
    }

    /** {@return whether something did not come in time, or was too much for it} */
    boolean isLate() {
        return troubles.containsValue(Module.NOT_IN_TIME);
    }

    /** {@return whether a memory map may not be read} */
    boolean mapsDenied() {
        return mapsDenied;
    }

    /** {@return whether a file may not be read} */
    boolean filesDenied() {
        return filesDenied;
    }
}
