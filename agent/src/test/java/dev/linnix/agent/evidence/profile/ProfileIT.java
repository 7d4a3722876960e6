package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.model.ProcessRef;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does a profile of a running program name what it does? */
@Timeout(120)
final class ProfileIT {
    @TempDir
    private Path directory;

    private static KeptOutput profile(long pid) throws Exception {
        KeptOutput output = new KeptOutput();
        new ProfileCollector(Duration.ofMillis(1500)).collect(Scenes.blaming(pid), output);
        return output;
    }

    private KeptOutput profileSpin(String... options) throws Exception {
        try (Spin spin = Spin.start(Spin.compile(directory, options))) {
            return profile(spin.pid());
        }
    }

    /** {@return the rows of the first table} */
    private static List<String> top(KeptOutput output) {
        return output.file(ProfileCollector.TOP)
                .lines()
                .dropWhile(line -> !line.startsWith("   share"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void withFramePointersTheFlameGraphReachesMain() throws Exception {
        KeptOutput output = profileSpin("-fno-omit-frame-pointer");
        assertThat(top(output).getFirst()).contains("inner_busy  (spin)");
        assertThat(output.file(ProfileCollector.FOLDED).lines())
                .anyMatch(line -> line.matches("spin;.*main;outer_busy;inner_busy \\d+"))
                .allMatch(line -> line.matches(".* \\d+"));
        String svg = output.file(ProfileCollector.FLAME);
        assertThat(svg).contains("<title>main: ").contains("<title>inner_busy: ");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(output.notes()).isEmpty();
    }

    @Test
    void anExecutableAtAFixedAddressIsNamedToo() throws Exception {
        KeptOutput output = profileSpin("-fno-omit-frame-pointer", "-no-pie");
        assertThat(top(output).getFirst()).contains("inner_busy  (spin)");
        assertThat(output.file(ProfileCollector.FOLDED)).contains("main;outer_busy;inner_busy ");
    }

    @Test
    void withoutFramePointersThereIsNoFlameGraphButTheRightLeaf() throws Exception {
        KeptOutput output = profileSpin("-fomit-frame-pointer");
        assertThat(top(output).getFirst()).contains("inner_busy  (spin)");
        assertThat(output.names()).containsExactly(ProfileCollector.TOP);
        assertThat(output.file(ProfileCollector.TOP))
                .contains("so there is no flame graph: ")
                .contains("frame pointers");
    }

    @Test
    void whereTheNamesWereStrippedThePlacesAreTold() throws Exception {
        KeptOutput output = profileSpin("-fno-omit-frame-pointer", "-s");
        assertThat(top(output).getFirst()).contains("[spin]");
        assertThat(output.file(ProfileCollector.TOP))
                .containsPattern("/spin\\+0x[0-9a-f]+")
                .contains("spin: has no symbols for these places");
    }

    @Test
    void whatAChildDoesIsSeen() throws Exception {
        try (Spin spin = Spin.start(Spin.compile(directory, "-fno-omit-frame-pointer"), "child")) {
            KeptOutput output = profile(spin.pid());
            assertThat(top(output).getFirst()).contains("inner_busy  (spin)");
            assertThat(output.file(ProfileCollector.TOP)).contains("  " + spin.said() + " spin");
        }
    }

    @Test
    void functionsOfTheKernelAreNamed() throws Exception {
        Process copy = new ProcessBuilder("dd", "if=/dev/zero", "of=/dev/null", "bs=1M", "status=none").start();
        try {
            KeptOutput output = profile(copy.pid());
            assertThat(top(output).getFirst()).contains("(kernel)").doesNotContain("[kernel]");
            assertThat(output.file(ProfileCollector.TOP))
                    .contains("Functions of the program that had called the kernel:");
        } finally {
            copy.destroyForcibly();
        }
    }

    @Test
    void aProcessThatIsGoneIsNotWaitedFor() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        KeptOutput output = new KeptOutput();
        ProcessRef offender = new ProcessRef((int) gone.pid(), 1, "true");
        new ProfileCollector(Duration.ofHours(1)).collect(Scenes.blaming(offender), output);
        assertThat(output.notes()).singleElement().asString().contains("it has ended");
        assertThat(output.names()).isEmpty();
    }
}
