package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.TestScenes;
import dev.linnix.agent.evidence.collect.TestProcesses;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.Host;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is only believed what can be, and is what cannot be had said? */
final class ProfileTest {
    private static final long BASE = 0x550000001000L;
    private static final long MAIN = BASE;
    private static final long WORK = BASE + 0x100;
    private static final long JIT = 0x7f0000000000L;
    private static final String FILE = "/proc/7/root/bin/prog";

    /** Answers as head, dd and stat do, from what is given. */
    private static final class Files implements Commands {
        private final Map<String, byte[]> files = new HashMap<>();
        private final Map<String, Result> failures = new HashMap<>();
        private String owner = "regular file 1000";

        @Override
        public Result run(List<String> command, OutputStream to, Duration timeout)
                throws IOException, InterruptedException {
            if (command.getFirst().equals("stat")) {
                String path = command.getLast();
                if (!files.containsKey(path)) return missing(path);
                to.write(owner.getBytes(StandardCharsets.US_ASCII));
                return new Result(0, "", false);
            }
            String path = command.get(1).substring("if=".length());
            if (failures.containsKey(path)) return failures.get(path);
            if (!files.containsKey(path)) return missing(path);
            long skip = Long.parseLong(command.get(3).substring("skip=".length()));
            long count = Long.parseLong(command.get(4).substring("count=".length()));
            ElfImage.source(files.get(path)).read(skip, count, to);
            return new Result(0, "", false);
        }

        @Override
        public Result read(Path file, long most, OutputStream to, Duration timeout) throws IOException {
            String path = file.toString();
            if (failures.containsKey(path)) return failures.get(path);
            if (!files.containsKey(path)) return missing(path);
            to.write(files.get(path));
            return new Result(0, "", false);
        }

        private static Result missing(String path) {
            return new Result(1, "cannot open " + path + ": No such file or directory", false);
        }

        void put(String path, String text) {
            files.put(path, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Files files = new Files();
    private final Symbols symbols = new Symbols(Path.of("/proc"), files);
    private final StackTable table = new StackTable();

    ProfileTest() {
        files.put("/proc/7/maps", """
                550000001000-550000002000 r-xp 00001000 fe:00 12 /bin/prog
                7f0000000000-7f0000001000 r-xp 00000000 00:00 0
                """);
        files.files.put(
                FILE,
                new ElfImage(false)
                        .function("main", ElfImage.ADDRESS, 0x100, 1)
                        .function("work", ElfImage.ADDRESS + 0x100, 0x100, 1)
                        .bytes());
    }

    private void sample(int times, long... user) {
        for (int i = 0; i < times; i++) table.add(7, 7, "prog", 0, user.length, user);
    }

    private Profile profile() throws InterruptedException {
        symbols.meet(7);
        return Profile.of(table, symbols, System.nanoTime() + 60_000_000_000L);
    }

    private static List<String> folded(Profile profile) {
        return profile.stacks().stream()
                .map(stack -> String.join(";", stack.names()) + " " + stack.count())
                .toList();
    }

    @Test
    void whatLiesOutsideTheBeginningIsDropped() throws Exception {
        sample(2, WORK + 4, MAIN + 8, 0x1234);
        Profile profile = profile();
        assertThat(folded(profile)).containsExactly("prog;main;work 2");
        assertThat(profile.showsCallers()).isTrue();
        assertThat(symbols.troubles()).isEmpty();
    }

    @Test
    void theAddressBehindACallBelongsToTheCaller() throws Exception {
        sample(1, WORK + 4, WORK); // main's last instruction is a call
        assertThat(folded(profile())).containsExactly("prog;main;work 1");
    }

    @Test
    void ofAStackThatReachesNoBeginningOnlyTheLeafIsBelieved() throws Exception {
        sample(80, WORK + 4, MAIN + 8);
        sample(20, WORK + 4, WORK + 9, 0x1234);
        Profile profile = profile();
        assertThat(folded(profile)).containsExactly("prog;[callers unknown];work 20", "prog;main;work 80");
        assertThat(profile.showsCallers()).isTrue();
    }

    @Test
    void belowFourFifthsNoCallersAreShown() throws Exception {
        sample(79, WORK + 4, MAIN + 8);
        sample(21, WORK + 4);
        Profile profile = profile();
        assertThat(profile.showsCallers()).isFalse();
        assertThat(profile.leaves()).hasSize(1).containsValue(100L);
    }

    @Test
    void aSampleWithoutAStackIsNotWhole() throws Exception {
        sample(79, WORK + 4, MAIN + 8);
        sample(21);
        Profile profile = profile();
        assertThat(profile.showsCallers()).isFalse();
        assertThat(profile.bare()).isEqualTo(21);
        Sampling sampling = new Sampling("x", 100, 1_000_000_000L, 2, 150, 50, false);
        assertThat(TopReport.of(sampling, table, profile, symbols.troubles()))
                .contains(
                        "100 samples: it kept 1.50 CPUs busy", "Lost: 50.", "Of 21 samples there was no stack at all.");
    }

    @Test
    void codeMadeAtRunTimeIsNamedByItsMapWhenThatIsItsUsers() throws Exception {
        files.put("/proc/7/status", "Name:\tprog\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t7\t3\n");
        files.put("/proc/7/root/tmp/perf-3.map", "7f0000000000 100 Foo::bar\n");
        sample(1, JIT + 4, MAIN + 8);
        assertThat(folded(profile())).containsExactly("prog;main;Foo::bar_[j] 1");
    }

    @Test
    void aMapThatSomeoneElsePutThereIsNotRead() throws Exception {
        files.put("/proc/7/status", "Name:\tprog\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t7\t3\n");
        files.put("/proc/7/root/tmp/perf-3.map", "7f0000000000 100 Foo::bar\n");
        files.owner = "regular file 1001";
        sample(1, JIT + 4, MAIN + 8);
        assertThat(folded(profile())).containsExactly("prog;main;[code made at run time] 1");
        assertThat(symbols.troubles())
                .containsEntry("code made at run time by process 7", "its map is no file of the user who runs it");
    }

    @Test
    void aMemoryMapThatMayNotBeReadIsDenied() throws Exception {
        files.failures.put(
                "/proc/7/maps", new Commands.Result(1, "head: cannot open '/proc/7/maps': Permission denied", false));
        sample(1, WORK);
        assertThat(folded(profile())).containsExactly("prog;[callers unknown];[unknown] 1");
        assertThat(symbols.mapsDenied()).isTrue();
        assertThat(symbols.place(7, WORK)).isEqualTo("0x550000001100");
    }

    @Test
    void aFileThatDoesNotComeIsSaid() throws Exception {
        files.failures.put(FILE, new Commands.Result(-1, "", true));
        sample(1, WORK);
        assertThat(folded(profile())).containsExactly("prog;[callers unknown];[prog] 1");
        assertThat(symbols.troubles()).containsEntry("prog", "was not read in time");
        assertThat(symbols.place(7, WORK)).isEqualTo("/bin/prog+0x1100");
    }

    @Test
    void aMapIsReadAgainWhenThereIsCodeOutsideIt() throws Exception {
        sample(1, 0x560000000010L);
        symbols.meet(7);
        files.put("/proc/7/maps", "560000000000-560000001000 r-xp 00001000 fe:00 12 /bin/prog\n");
        assertThat(folded(Profile.of(table, symbols, System.nanoTime() + 60_000_000_000L)))
                .containsExactly("prog;main 1");
    }

    @Test
    void afterTheDeadlineNoMapIsReadAgain() throws Exception {
        sample(1, 0x560000000010L);
        symbols.meet(7);
        files.put("/proc/7/maps", "560000000000-560000001000 r-xp 00001000 fe:00 12 /bin/prog\n");
        assertThat(folded(Profile.of(table, symbols, System.nanoTime() - 1)))
                .containsExactly("prog;[callers unknown];[unknown] 1");
        assertThat(symbols.isLate()).isTrue();
    }

    @Test
    void anotherProcessWithThePidOfTheOffenderIsNotSampled() throws Exception {
        KeptOutput output = new KeptOutput();
        ProcessRef offender = new ProcessRef((int) ProcessHandle.current().pid(), 1, "gone");
        new ProfileCollector(Duration.ofSeconds(1)).collect(Scenes.blaming(offender), output);
        assertThat(output.notes())
                .containsExactly("missing: CPU profile: it has ended, and with it all that it forked");
        assertThat(output.names()).isEmpty();
    }

    @Test
    void noneIsSampledWhosePidWasTakenByAnother(@TempDir Path proc) throws Exception {
        ProcessInfo byBirth = TestProcesses.alive(5, 4);
        ProcessInfo taken = TestProcesses.alive(6, 4);
        for (int pid : new int[] {4, 5, 6}) {
            Path stat = java.nio.file.Files.createDirectories(proc.resolve("" + pid))
                    .resolve("stat");
            long start = pid * 1_000_000_000L / Host.TICK_NS + (pid == 5 ? 0 : 1000);
            java.nio.file.Files.writeString(
                    stat, pid + " (p) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 " + start + " 0\n");
        }
        Target target = new Target(TestProcesses.ref(4), proc);
        assertThat(target.tree(TestScenes.scene(proc, target.process(), TestScenes.NOON, List.of(byBirth, taken))))
                .containsExactly(5);
        assertThat(target.isTaken()).isTrue();
    }
}
