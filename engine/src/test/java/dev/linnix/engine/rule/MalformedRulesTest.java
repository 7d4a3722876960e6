package dev.linnix.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Is every malformed file rejected with the messages beside it? */
class MalformedRulesTest {
    static List<Path> files() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(MalformedRulesTest.class.getResource("/rules/bad"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.filter(file -> !file.toString().endsWith(".expected"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRejectedWithTheExpectedMessages(Path file) throws IOException {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        ParsedRules parsed = new RuleParser(FakeTypes.ALL).parse(name, Files.readString(file));

        String found = parsed.problems().stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
        assertThat(found).isEqualTo(Files.readString(file.resolveSibling(name + ".expected")));
        assertThat(parsed.hasErrors()).isTrue();
        assertThat(parsed.rules().rules()).isEmpty();
    }
}
