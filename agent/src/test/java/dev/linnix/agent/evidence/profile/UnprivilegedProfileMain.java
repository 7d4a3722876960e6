package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Scene;
import java.io.PrintStream;
import java.time.Duration;

/** What {@link UnprivilegedProfileIT} runs as another user: looks at a process and prints what came of it. */
final class UnprivilegedProfileMain {
    private static final PrintStream OUT = System.out;

    private UnprivilegedProfileMain() {}

    public static void main(String[] arguments) throws Exception {
        Scene scene = Scenes.blaming(Long.parseLong(arguments[0]));
        KeptOutput output = new KeptOutput();
        new StacksCollector().collect(scene, output);
        new ProfileCollector(Duration.ofSeconds(1)).collect(scene, output);
        output.names().forEach(name -> OUT.println(name + ":\n" + output.file(name)));
        output.notes().forEach(OUT::println);
    }
}
