package dev.linnix.agent.host;

import dev.linnix.engine.HostFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is constant while the agent runs.
 *
 * @param name host name
 * @param kernel release, as uname -r
 * @param bootId of the running boot
 * @param pidMax the largest pid there can be
 * @param btf whether the kernel describes its types
 * @param facts what the engine must know
 */
public record Host(String name, String kernel, String bootId, int pidMax, boolean btf, HostFacts facts) {

    /**
     * Reads /proc and /sys.
     *
     * @throws UncheckedIOException when /proc is not mounted
     */
    public static Host read() {
        HostFacts facts = new HostFacts(
                dev.linnix.kernel.Host.cpus(),
                dev.linnix.kernel.Host.memoryBytes(),
                dev.linnix.kernel.Host.PAGE_SIZE,
                (int) ProcessHandle.current().pid(),
                dev.linnix.kernel.Host.memoryErrorBytes());
        return new Host(
                line("/proc/sys/kernel/hostname"),
                line("/proc/sys/kernel/osrelease"),
                line("/proc/sys/kernel/random/boot_id"),
                number("/proc/sys/kernel/pid_max"),
                Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")),
                facts);
    }

    /** By one read: a second one of such a file brings nothing, and the JDK's way of reading begins with a single byte. */
    private static int number(String path) {
        byte[] text = new byte[32];
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            int length = Math.max(0, in.read(text));
            return Integer.parseInt(new String(text, 0, length, StandardCharsets.ISO_8859_1).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": is /proc mounted?", e);
        }
    }

    private static String line(String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": is /proc mounted?", e);
        }
    }
}
