package dev.linnix.agent.sensor;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.kernel.BootClock;
import dev.linnix.kernel.BpfIterator;
import dev.linnix.kernel.BpfLink;
import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.Host;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.KernelFeatures;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Snapshots of all processes and threads by the kernel's task iterator: begin, one row per process and per further
 * thread, end. The first reading also tells what runs in each process. Confined to one thread.
 */
public final class TaskSnapshots implements BatchSource {
    private static final System.Logger LOG = System.getLogger(TaskSnapshots.class.getName());

    /** Bytes a snapshot may have; some 400,000 processes. A larger one is cut short, and says so. */
    public static final long LIMIT = 64L << 20;

    private static final long INITIAL = 64 << 10;
    private static final long CHUNK = 32 << 10; // what the kernel hands over at once
    private static final int TAIL = LossRecord.LAYOUT.size() + SnapshotEndRecord.LAYOUT.size();

    private final BpfObject object;
    private final BpfLink link;
    private final boolean countsFiles;
    private final Batch batch;
    private final CommandLines commandLines = new CommandLines(Path.of("/proc"));
    private final SnapshotBeginRecord begin = new SnapshotBeginRecord();
    private final SnapshotEndRecord end = new SnapshotEndRecord();
    private final LossRecord loss = new LossRecord();
    private final ImageRecord image = new ImageRecord();
    private long sequence;
    private boolean imagesTold;
    private boolean closed;

    private TaskSnapshots(BpfObject object, BpfLink link, boolean countsFiles, long limit) {
        this.object = object;
        this.link = link;
        this.countsFiles = countsFiles;
        this.batch = new Batch(Math.min(INITIAL, limit), limit);
    }

    /**
     * Loads the iterator.
     *
     * @throws KernelException when the kernel does not allow it
     */
    public static TaskSnapshots open() throws KernelException {
        return open(LIMIT, KernelFeatures.probe(KernelFeatures.Feature.LOOP).available());
    }

    static TaskSnapshots open(long limit, boolean loop) throws KernelException {
        String program = loop ? "tasks" : "tasks_no_fds";
        BpfObject object = SensorObjects.open("tasks");
        try {
            object.constant("page_size", Host.PAGE_SIZE);
            object.autoload(program, true);
            object.load();
            return new TaskSnapshots(object, object.attach(program), loop, limit);
        } catch (KernelException | RuntimeException e) {
            object.close();
            throw e;
        }
    }

    /** {@return whether rows tell the number of open files (needs kernel 5.17)} */
    public boolean countsFiles() {
        return countsFiles;
    }

    /** {@return processes whose command line was not read since a read did not come back in time} */
    public long commandLinesAbandoned() {
        return commandLines.abandoned();
    }

    @Override
    public Map<String, Long> incompleteByReason() {
        return Map.of("command_line_abandoned", commandLinesAbandoned());
    }

    @Override
    public Sensor sensor() {
        return Sensor.TASKS;
    }

    @Override
    public MemorySegment read() throws KernelException {
        batch.clear();
        begin.begin(batch.memory(), 0, BootClock.nowNs());
        begin.sequence(++sequence).sensor(Sensor.TASKS.id());
        batch.length(SnapshotBeginRecord.LAYOUT.size());
        boolean complete = walk(link);
        if (complete && !imagesTold) {
            imagesTold = true;
            tellImages();
        }
        int rows = countRows();
        if (!complete) {
            loss.begin(batch.memory(), batch.length(), BootClock.nowNs());
            loss.sensor(Sensor.TASKS.id())
                    .kind(0)
                    .reason(LossReason.CUT_SHORT.id())
                    .count(1);
            batch.length(batch.length() + LossRecord.LAYOUT.size());
        }
        end.begin(batch.memory(), batch.length(), BootClock.nowNs());
        end.sequence(sequence).rows(rows).complete(complete ? 1 : 0);
        batch.length(batch.length() + SnapshotEndRecord.LAYOUT.size());
        return batch.used();
    }

    /**
     * Appends all an iterator writes.
     *
     * @return whether it all fitted; if not, whole rows are kept
     */
    private boolean walk(BpfLink walked) throws KernelException {
        try (BpfIterator walk = walked.walk()) {
            while (true) {
                boolean room = batch.reserve(CHUNK + TAIL);
                MemorySegment free = batch.free();
                long usable = free.byteSize() - TAIL;
                if (!room && usable <= 0) return false;
                long read = walk.read(free.asSlice(0, usable));
                if (read == 0) return true;
                batch.length(batch.length() + read);
            }
        }
    }

    /** {@return rows behind the begin record; a row cut in two at the end is taken off} */
    private int countRows() {
        int rows = 0;
        long at = SnapshotBeginRecord.LAYOUT.size();
        while (at + SnapshotBeginRecord.LAYOUT.size() <= batch.length()) {
            int length = Flyweight.length(batch.memory(), at);
            if (length <= 0 || at + length > batch.length()) break;
            at += length;
            rows++;
        }
        batch.length(at);
        return rows;
    }

    /** Executable paths come from a second walk, command lines from {@code /proc}: other memory cannot be read in BPF. */
    private void tellImages() {
        long before = batch.length();
        try {
            if (!addImages()) batch.length(before);
        } catch (KernelException e) {
            batch.length(before);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what runs in the processes there already are is not known: " + e.getMessage());
        }
    }

    private boolean addImages() throws KernelException {
        long from = batch.length();
        boolean complete;
        try (BpfObject images = SensorObjects.open("images")) {
            images.load();
            complete = walk(images.attach("images"));
        }
        List<Integer> pids = new ArrayList<>();
        for (long at : imageRows(from)) {
            image.wrap(batch.memory(), at);
            pids.add(image.pid());
        }
        Map<Integer, byte[]> arguments = commandLines.read(pids);
        for (long at : imageRows(from)) {
            image.wrap(batch.memory(), at);
            byte[] bytes = arguments.get(image.pid());
            if (bytes != null) setArguments(image.image(), bytes);
        }
        return complete;
    }

    private List<Long> imageRows(long from) {
        List<Long> rows = new ArrayList<>();
        int size = ImageRecord.LAYOUT.size();
        for (long at = from; at + size <= batch.length(); at += size) {
            if (Flyweight.type(batch.memory(), at) == RecordType.IMAGE) rows.add(at);
        }
        return rows;
    }

    static void setArguments(ImageFlyweight image, byte[] bytes) {
        int flags = image.flags() & ~RecordFlags.ARGS_UNREADABLE;
        int argc = 0;
        if (bytes.length > ImageFlyweight.ARGS_CAPACITY) {
            flags |= RecordFlags.ARGS_CUT;
            image.args(Arrays.copyOf(bytes, ImageFlyweight.ARGS_CAPACITY));
        } else {
            for (byte b : bytes) if (b == 0) argc++;
            image.args(bytes);
        }
        image.set(argc, flags);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        object.close();
        batch.close();
    }
}
