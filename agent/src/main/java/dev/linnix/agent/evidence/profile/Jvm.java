package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the offender, if it is a JVM, by the {@code jcmd} of its JDK. */
final class Jvm {
    private static final Duration MAP_READ = Duration.ofSeconds(1);
    private static final long MOST_MAP_BYTES = 4 << 20;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final List<Path> USUAL = List.of(Path.of("/usr/local/bin/jcmd"), Path.of("/usr/bin/jcmd"));

    private Jvm() {}

    /**
     * Has the offender answer one request, into one file.
     *
     * @param what it is, for messages
     * @param request as {@code jcmd PID help} lists them
     */
    static void ask(Scene scene, Output output, String what, String request, String file, Duration timeout)
            throws IOException, InterruptedException {
        ProcessRef offender = scene.offender();
        if (offender == null) {
            output.missing(what, "no process is to blame");
            return;
        }
        Target target = new Target(offender, scene.proc());
        if (!target.isThere()) {
            output.missing(what, "the offender has ended");
            return;
        }
        Path executable = executable(scene, target);
        if (!isJvm(scene, target, executable)) {
            output.missing(what, "the offender is no JVM");
            return;
        }
        Path jcmd = jcmd(executable);
        if (jcmd == null) {
            output.missing(what, "there is no jcmd, beside its java or in /usr/bin, that belongs to root alone");
            return;
        }
        Commands.Result result;
        try (OutputStream to = output.text(file)) {
            List<String> command = List.of(jcmd.toString(), Integer.toString(offender.pid()), request);
            result = scene.commands().run(command, to, timeout);
        }
        if (result.late()) output.late(what);
        else if (!result.ok())
            output.missing(what, "jcmd failed: " + result.error().strip());
    }

    private static @Nullable Path executable(Scene scene, Target target) {
        try {
            return Files.readSymbolicLink(target.file("exe"));
        } catch (IOException e) {
            return scene.processes().get().stream()
                    .filter(info -> info.process().equals(target.process()))
                    .map(ProcessInfo::executable)
                    .findFirst()
                    .map(Path::of)
                    .orElse(null); // only a name is lost
        }
    }

    private static boolean isJvm(Scene scene, Target target, @Nullable Path executable)
            throws IOException, InterruptedException {
        if (executable != null && executable.endsWith("java")) return true;
        try (MemoryMap.Parser parser = new MemoryMap.Parser()) {
            Commands.Result result = scene.commands().read(target.file("maps"), MOST_MAP_BYTES, parser, MAP_READ);
            return result.ok()
                    && parser.map().mappings().stream()
                            .anyMatch(mapping -> mapping.path().endsWith("/libjvm.so"));
        }
    }

    /** Its own, for versions must fit; but the agent runs nothing that anybody but root could have put there. */
    private static @Nullable Path jcmd(@Nullable Path executable) {
        List<Path> candidates = new ArrayList<>();
        Path bin = executable == null ? null : executable.getParent();
        if (bin != null) {
            candidates.add(bin.resolve("jcmd"));
            candidates.add(bin.resolve("../../bin/jcmd").normalize()); // of a JDK 8, whose java is in jre/bin
        }
        candidates.addAll(USUAL);
        for (Path candidate : candidates) if (isRootsAlone(candidate)) return candidate;
        return null;
    }

    static boolean isRootsAlone(Path program) {
        try {
            Path real = program.toRealPath();
            if (!Files.isRegularFile(real) || !Files.isExecutable(real)) return false;
            for (Path at = real; at != null; at = at.getParent()) {
                Map<String, Object> facts = Files.readAttributes(at, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
                boolean roots = facts.get("uid") instanceof Integer uid && uid == 0;
                boolean alone = facts.get("mode") instanceof Integer mode && (mode & WRITABLE_BY_OTHERS) == 0;
                if (!roots || !alone) return false;
            }
            return true;
        } catch (IOException e) {
            return false; // not there, which is normal
        }
    }
}
