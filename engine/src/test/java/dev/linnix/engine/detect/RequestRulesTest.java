package dev.linnix.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Problem;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Are rules about requests checked whole, though nothing here measures requests, and is that said? */
class RequestRulesTest {
    private static final String LATENCY = "{name: a, detector: latency, count: 10, window_seconds: 1";
    private static final String ERROR = "{name: a, detector: error, window_seconds: 1";

    private static ParsedRules parse(String rule) {
        return new RuleParser(DetectorTypes.load()).parse("r.yaml", "- " + rule + "}\n");
    }

    @Test
    void aRuleIsReadWithItsDefaults() {
        ParsedRules parsed = parse(LATENCY + ", track: [SMB2_WRITE=50, SMB2_READ], exclude: SMB2_ECHO SMB2_LOCK");
        assertThat(parsed.problems()).isEmpty();
        Rule rule = parsed.rules().rules().getFirst();
        assertThat(rule.word("source")).isEqualTo("smb");
        assertThat(rule.word("mode")).isEqualTo("all");
        assertThat(rule.word("track")).isEqualTo("SMB2_WRITE=50 SMB2_READ");
        assertThat(rule.word("exclude")).isEqualTo("SMB2_ECHO SMB2_LOCK");
        assertThat(rule.number("default_threshold_ms")).isEqualTo(10);
        assertThat(rule.has("emergency_ms")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mode: trackonly, track: [SMB2_READ=0.5]",
                "mode: excludeonly, exclude: [SMB2_ECHO]",
                "source: block, track: [READ=20], exclude: []",
                "mode: all, track: ''",
            })
    void goodSelections(String keys) {
        assertThat(parse(LATENCY + ", " + keys).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "track: [SMB2_WRIT=5]|track: unknown operation \"SMB2_WRIT=5\"; did you mean \"SMB2_WRITE\"?",
                "track: [smb2_write]|track: unknown operation \"smb2_write\"; did you mean \"SMB2_WRITE\"?",
                "track: [SMB2_WRITE=fast]|track: unknown operation \"SMB2_WRITE=fast\"",
                "track: [SMB2_WRITE=-1]|track: unknown operation \"SMB2_WRITE=-1\"",
                "track: [SMB2_WRITE=0]|track: expected 0.001 to 3600000 ms behind SMB2_WRITE, found 0",
                "track: [SMB2_WRITE=3600001]|found 3600001",
                "track: [READ]|unknown operation \"READ\"; known are SMB2_NEGOTIATE, ",
                "source: block, track: [SMB2_READ]|unknown operation \"SMB2_READ\"; known are READ, WRITE, FLUSH, DISCARD",
                "track: [SMB2_READ, SMB2_READ=5]|track: SMB2_READ is given twice",
                "track: [SMB2_READ], exclude: [SMB2_READ]|exclude: SMB2_READ is in track already",
                "exclude: [SMB2_READ=5]|exclude: unknown operation \"SMB2_READ=5\"",
                "mode: trackonly|track: expected at least one operation with mode trackonly, found none",
                "mode: trackonly, track: [SMB2_READ], exclude: [SMB2_ECHO]|exclude: has no effect with mode trackonly",
                "mode: excludeonly, track: [SMB2_READ]|track: has no effect with mode excludeonly",
                "source: block, exclude: READ WRITE FLUSH DISCARD|exclude: expected fewer, found every operation there is",
                "track: [5]|track: expected a list of words, found 5 among them",
                "track: 5|track: expected a list of words, found 5",
                "default_threshold_ms: 0|default_threshold_ms: expected a number from 0.001 to 3600000, found 0",
                "emergency_ms: true|emergency_ms: expected a number from 0.001 to 3600000, found true",
                "source: nfs|source: expected smb or block, found \"nfs\"",
                "mode: trackall|mode: expected all, trackonly or excludeonly, found \"trackall\"",
            })
    void badLatencyRules(String keys, String message) {
        assertThat(parse(LATENCY + ", " + keys).problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("r.yaml:1: rule a: ")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mode: trackonly, track: [EACCES, EIO]|expected count or ratio_pct, found neither",
                "count: 5, mode: trackonly, track: [EACCESS]|unknown error number \"EACCESS\"; did you mean \"EACCES\"?",
                "count: 5, mode: trackonly, track: [EIO=5]|unknown error number \"EIO=5\"",
                "count: 5, mode: trackonly, track: [13]|expected a list of words, found 13 among them",
                "count: 5, track: [EIO]|track: has no effect with mode all",
                "count: 0|count: expected a whole number from 1",
                "ratio_pct: 101|ratio_pct: expected a number greater than 0 and at most 100, found 101",
            })
    void badErrorRules(String keys, String message) {
        assertThat(parse(ERROR + ", " + keys).problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains(message);
    }

    @Test
    void theyCannotFireAndTheReasonIsTold() {
        List<Rule> rules = List.of(
                parse(LATENCY).rules().rules().getFirst(),
                parse("{name: b, detector: error, window_seconds: 1, source: block, ratio_pct: 5")
                        .rules()
                        .rules()
                        .getFirst());
        World world = new World(rules.toArray(Rule[]::new));
        world.pass(5000);
        assertThat(world.fired()).isEmpty();
        assertThat(world.engine.view().status().blindRules())
                .containsEntry("a", "nothing here measures SMB requests: this version has no sensor for them")
                .containsEntry(
                        "b", "nothing here measures requests to block devices: this version has no sensor for them")
                .hasSize(2);
    }

    @Test
    void everyErrorNumberOfTheKernelIsKnown() throws IOException {
        Set<String> names = new TreeSet<>(Set.of("ENOTSUP"));
        for (String header : List.of("errno-base.h", "errno.h")) {
            Pattern.compile("#define\\s+(E[A-Z0-9]+)\\s")
                    .matcher(Files.readString(Path.of("/usr/include/asm-generic", header)))
                    .results()
                    .map(MatchResult::group)
                    .forEach(line -> names.add(line.strip().replaceAll("#define\\s+", "")));
        }
        assertThat(new TreeSet<>(Errno.NAMES)).isEqualTo(names).hasSameSizeAs(Errno.NAMES);
    }
}
