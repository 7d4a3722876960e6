package dev.linnix.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.detect.DetectorTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the files the product ships with, and those of the time before, fit the detectors there are? */
class ShippedRulesTest {
    private static ParsedRules parse(String file, String text) {
        return new RuleParser(DetectorTypes.load()).parse(file, text);
    }

    private static String shipped(String file) throws IOException {
        return Files.readString(Path.of("..", "rules", file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default.yaml", "demo.yaml"})
    void theyHaveNoProblem(String file) throws IOException {
        ParsedRules parsed = parse(file, shipped(file));

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.rules().rules()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules.yaml", "rules.toml"})
    void filesOfTheTimeBeforeHaveNoProblem(String file) throws IOException {
        ParsedRules parsed =
                parse(file, Files.readString(Path.of("src", "test", "resources", "rules", "linnix-0.x", file)));

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.rules().rules()).hasSize(4);
    }

    @Test
    void everyDetectorOfTheTimeBeforeIsKnownInBothFormats() throws IOException {
        Path folder = Path.of("src", "test", "resources", "rules", "linnix-0.x");
        ParsedRules yaml = parse("schema.yaml", Files.readString(folder.resolve("schema.yaml")));
        ParsedRules toml = parse("schema.toml", Files.readString(folder.resolve("schema.toml")));

        assertThat(yaml.problems()).isEmpty();
        assertThat(toml.problems()).isEmpty();
        assertThat(yaml.rules().rules()).hasSize(11);
        assertThat(toml.rules().rules()).isEqualTo(yaml.rules().rules());
    }

    @Test
    void theDemoHasOneRuleForADetector() throws IOException {
        List<Rule> rules = parse("demo.yaml", shipped("demo.yaml")).rules().rules();

        assertThat(rules).extracting(Rule::detector).doesNotHaveDuplicates();
    }

    @Test
    void theRulesThatAreCommentedOutCanBePutInForce() throws IOException {
        String text = shipped("default.yaml").replaceAll("(?m)^# (- name|  \\w+:)", "$1");

        assertThat(parse("default.yaml", text).problems()).isEmpty();
        assertThat(parse("default.yaml", text).rules().rules())
                .extracting(Rule::name)
                .contains("cpu_hog", "cpu_pressure", "io_pressure");
    }
}
