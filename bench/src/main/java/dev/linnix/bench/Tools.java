package dev.linnix.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What must be installed to measure, and the C programs built from this jar for the purpose. */
final class Tools {
    private static final List<String> SOURCES =
            List.of("linnix.h", "fill.h", "fill.bpf.c", "ring.c", "forks.c", "sleepers.c");
    private static final Path LIBBPF_HEADER = Path.of("/usr/include/bpf/libbpf.h");

    private final Path directory;

    /** Prepares to build in this directory. */
    Tools(Path directory) {
        this.directory = directory;
    }

    /** {@return the path of a command; the error names the package, which has the name of the command} */
    static Path command(String name) throws IOException {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
            Path path = Path.of(folder).resolve(name);
            if (Files.isExecutable(path)) return path;
        }
        throw new IOException(name + " is not installed: apt-get install " + name);
    }

    /** {@return the built program that forks, or the one that sleeps} */
    Path program(String name) throws IOException, InterruptedException {
        unpack();
        Path program = directory.resolve(name);
        if (!Files.exists(program)) {
            List<String> command = new ArrayList<>(
                    List.of(command("clang").toString(), "-O2", "-o", program.toString(), program + ".c"));
            if (name.equals("ring")) {
                requireLibbpf();
                command.add("-lbpf");
            }
            compile(name, command);
        }
        return program;
    }

    /** {@return the BPF object that fills a ring} */
    Path fillObject() throws IOException, InterruptedException {
        unpack();
        Path object = directory.resolve("fill.bpf.o");
        if (!Files.exists(object)) {
            requireLibbpf();
            String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
            compile(
                    "fill.bpf.o",
                    List.of(
                            command("clang").toString(),
                            "-g",
                            "-O2",
                            "-target",
                            "bpf",
                            "-mcpu=v3",
                            "-idirafter",
                            "/usr/include/" + architecture + "-linux-gnu",
                            "-c",
                            directory.resolve("fill.bpf.c").toString(),
                            "-o",
                            object.toString()));
        }
        return object;
    }

    private static void requireLibbpf() throws IOException {
        if (!Files.exists(LIBBPF_HEADER)) {
            throw new IOException(LIBBPF_HEADER + " is missing: apt-get install libbpf-dev");
        }
    }

    private void unpack() throws IOException {
        for (String source : SOURCES) {
            Path file = directory.resolve(source);
            if (Files.exists(file)) continue;
            try (InputStream in = Tools.class.getResourceAsStream("c/" + source)) {
                if (in == null) throw new IOException("the jar lacks c/" + source);
                Files.copy(in, file);
            }
        }
    }

    private void compile(String name, List<String> command) throws IOException, InterruptedException {
        try (Child compiler = Child.start("compiler of " + name, command, directory.resolve(name + ".log"))) {
            compiler.expectSuccess(Duration.ofSeconds(60));
        }
    }
}
