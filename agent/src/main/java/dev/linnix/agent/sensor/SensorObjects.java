package dev.linnix.agent.sensor;

import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.KernelException;
import java.io.IOException;
import java.io.InputStream;

/** Finds the compiled sensors, which are packed beside the classes. */
final class SensorObjects {
    private SensorObjects() {}

    /** Opens the object {@code name.bpf.o}; nothing enters the kernel yet. */
    static BpfObject open(String name) throws KernelException {
        String resource = "/dev/linnix/bpf/" + name + ".bpf.o";
        try (InputStream in = SensorObjects.class.getResourceAsStream(resource)) {
            if (in == null) throw new KernelException("find the compiled sensor " + resource, 0, "");
            return BpfObject.open(name, in.readAllBytes());
        } catch (IOException e) {
            throw new KernelException("read the compiled sensor " + resource, 0, "", e);
        }
    }
}
