package dev.linnix.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Outcome;
import dev.linnix.cli.Samples;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does each command ask for what it was told to, show it to people, and print valid JSON? */
class CommandsTest {
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi()
                .on("/healthz", "{\"status\":\"ok\",\"version\":\"9.9.9\"}")
                .on("/readyz", Samples.READY)
                .on("/status", Samples.STATUS)
                .on("/processes", Samples.PROCESSES)
                .on("/graph/40", Samples.GRAPH)
                .on("/incidents", "[" + Samples.INCIDENT + "]")
                .on("/incidents/i-1", Samples.INCIDENT)
                .on("/timeline", "[" + Samples.QUIET_ALERT + "," + Samples.ALERT + "]");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String fine(String... args) {
        Outcome outcome = api.run(args);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        return outcome.out();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "ps",
                "tree",
                "graph 40",
                "incidents",
                "incidents i-1",
                "alerts",
                "export",
                "doctor",
                "export --format json",
                "rules explain",
                "version"
            })
    void jsonIsOneValidLine(String command) {
        String out = api.run((command + " --json").split(" ")).out();
        assertThat(out.lines()).hasSize(1);
        Object parsed = Jsonb.instance().type(Object.class).fromJson(out);
        assertThat(parsed).isNotNull();
    }

    @Test
    void jsonKeepsWhatTheAgentSaidToTheDigit() {
        assertThat(fine("alerts", "--json")).contains("\"start_ns\":9007199254740993", "\"new_key\":[1,{\"a\":\"]\"}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "ps",
                "tree",
                "graph 40",
                "incidents",
                "incidents i-1",
                "alerts",
                "alerts --follow",
                "stream",
                "export",
                "doctor",
                "rules list"
            })
    void withoutAnAgentTheExitStatusIs3AndTheSentenceSaysWhatToDo(String command) throws IOException {
        String nobody = FakeApi.nobody();
        Outcome outcome = FakeApi.runWith(Map.of(), false, (command + " --url " + nobody).split(" "));
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat((outcome.out() + outcome.err()).replaceAll("\\s+", " "))
                .contains("cannot reach the agent at " + nobody + " (connection refused): is it running?", "--url");
    }

    @Test
    void whatMadeRoomIsForgottenAndNotLost() {
        api.on(
                "/status",
                Samples.STATUS.replace(
                        "\"drops\":[]",
                        "\"drops\":[{\"hop\":\"api\",\"kind\":\"alert\",\"reason\":\"not_kept\",\"count\":7}],"
                                + "\"evictions\":[{\"table\":\"alerts\",\"count\":3},"
                                + "{\"table\":\"event_frames\",\"count\":900}]"));
        assertThat(fine("status"))
                .containsPattern("forgotten +3 × alerts, 900 × event_frames, to make room for newer")
                .contains("api: 7 × alert, not_kept");
    }

    @Test
    void statusIsOneScreen() {
        String out = fine("status");
        assertThat(out)
                .contains(
                        "9.9.9", "box", "1 h 2 min", "2 firing", "7 active", "lifecycle", "120 live", "sh (8) 50.0 %");
        assertThat(out).contains("proc is off: not needed now").doesNotContain("not started yet");
        assertThat(out.lines().count()).isLessThan(24);
        assertThat(out).doesNotContain("forgotten");
        assertThat(fine("status", "--short").lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("cpu_pct", "rb_overflows");
    }

    @Test
    void rulesThatAreInForceBesideThoseOfTheFileAreNotPassedOver() {
        api.on(
                "/status",
                Samples.STATUS.replace("\"file\":\"built-in\"", "\"file\":\"/none\",\"imported\":\"/etc/aod.yaml\""));
        assertThat(api.run("rules", "list").err())
                .contains("the rules of /etc/aod.yaml are in force too; linnix config import /etc/aod.yaml shows them");
    }

    @Test
    void rulesThatTheAgentRefusedAreNotShownAsInForce() {
        String refused = "the agent refused this file when it last read it; the rules it had before are in force";
        api.on("/status", Samples.SICK_STATUS.replace("\"file\":\"built-in\"", "\"file\":\"/none\""));
        assertThat(api.run("rules", "list").err()).contains(refused);
        api.on("/status", Samples.STATUS.replace("\"file\":\"built-in\"", "\"file\":\"/none\""));
        assertThat(api.run("rules", "list").err()).doesNotContain("refused");
    }

    @Test
    void psAsksForOrderAndFilter() {
        String out = fine("ps", "--sort", "mem", "--filter", "cpu_pct>5", "--dead", "--limit", "2");
        assertThat(api.requests()).containsExactly("/processes?sort=mem_pct%3Adesc&filter=cpu_pct%3E5&dead=true");
        assertThat(out.lines()).hasSize(3);
        assertThat(out).contains("COMMAND", "systemd --go", "20.0 MB");
    }

    @Test
    void treeSumsSubtreesAndPutsTheLargestFirst() {
        String out = fine("tree");
        assertThat(out.lines().map(String::stripTrailing))
                .containsExactly(
                        "  CPU%       MEMORY  PROCS  PROCESS",
                        "  93.5     100.0 MB      4  systemd (1)",
                        "  93.0      90.0 MB      3  └─ bash (40)",
                        "  90.0      40.0 MB      1     ├─ large (42)",
                        "   2.0      30.0 MB      1     └─ small (41)");
        assertThat(fine("tree", "--all")).contains("kthreadd");
        assertThat(fine("tree", "--pid", "42").lines()).hasSize(2);
        assertThat(api.run("tree", "--pid", "99").code()).isEqualTo(ExitCode.PROBLEM);
    }

    @Test
    void graphShowsAncestorsSelfDescendantsAndSiblings() {
        assertThat(fine("graph", "40").lines())
                .containsExactly(
                        "ancestors",
                        "  systemd (1)",
                        "    bash (40)  ◀",
                        "      make (42)",
                        "        cc (43)",
                        "siblings",
                        "  cron (39)");
    }

    @Test
    void graphFoldsChildrenThatEndedAndHadTheSameName() {
        String graph = Samples.GRAPH.replace(
                "]}",
                ","
                        + String.join(
                                ",",
                                Samples.ended(50, 40, "true", "descendant", 1),
                                Samples.ended(51, 40, "sleep", "descendant", 1),
                                Samples.ended(52, 40, "true", "descendant", 1),
                                Samples.ended(53, 40, "true", "descendant", 1),
                                Samples.ended(54, 53, "child", "descendant", 2),
                                Samples.ended(55, 1, "date", "sibling", 0),
                                Samples.ended(56, 1, "date", "sibling", 0))
                        + "]}");
        api.on("/graph/40", graph);
        assertThat(fine("graph", "40").lines())
                .containsExactly(
                        "ancestors",
                        "  systemd (1)",
                        "    bash (40)  ◀",
                        "      make (42)",
                        "        cc (43)",
                        "      true ×2  ended",
                        "      sleep (51)  ended",
                        "      true (53)  ended",
                        "        child (54)  ended",
                        "siblings",
                        "  cron (39)",
                        "  date ×2  ended");
        assertThat(fine("graph", "40", "--json").strip()).isEqualTo(graph);
    }

    @Test
    void whatTheAgentDoesNotKnowIsAProblemInItsWords() {
        api.on("/graph/41", 404, "{\"error\":\"PID not found\",\"detail\":\"no process 41 is known\"}");
        Outcome outcome = api.run("graph", "41");
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.err()).isEqualTo("linnix: the agent answered 404 to /graph/41: no process 41 is known\n");
    }

    @Test
    void anIncidentIsShownWithOffenderNumbersAndTheQuietEdit() {
        assertThat(fine("incidents")).contains("i-1", "firing", "fork_storm", "sh (42)");
        assertThat(fine("incidents", "i-1").replaceAll("\\s+", " "))
                .contains(
                        "1776 forks/s (threshold 10, over 2 s, peak 1800.5)",
                        "/usr/bin/dash, pid 42, share 98 %, own share 50 %",
                        "systemd (1) → sh (42)",
                        "threshold: 1801",
                        "uid 1000, cgroup /user.slice");
    }

    @Test
    void alertsAreListedLatestLastAndFiltered() {
        assertThat(fine("alerts").lines())
                .containsExactly(
                        "2026-01-31T08:00:00Z [HIGH] fork_storm - 1776 forks per second (box)",
                        "    blamed: /usr/bin/dash, pid 42, share 98 %",
                        "2026-01-31T09:00:00Z [LOW] psi - resolved: pressure (box)",
                        "    blamed: nobody: the cause is spread");
        assertThat(fine("alerts", "--rule", "psi")).doesNotContain("fork_storm");
        fine("alerts", "--severity", "Low", "--since", "2026-01-31T08:30:00Z");
        assertThat(api.requests()).last().isEqualTo("/timeline?start=1769848200&severity=low");
    }

    @Test
    void exportWritesMarkdownInWhichNamesMeanNothing() {
        String out = fine("export", "--since", "1769846400", "--rule", "fork_storm");
        assertThat(api.requests()).last().isEqualTo("/timeline?start=1769846400");
        assertThat(out)
                .startsWith("# Linnix: 1 alert of the rule fork\\_storm\n")
                .contains("## 2026-01-31T08:00:00Z", "sh fork\\*storm.sh …")
                .doesNotContain("psi");
        assertThat(fine("export", "--format", "txt")).contains("Arguments: sh fork*storm.sh …", "psi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ps --limit 0 | --limit",
                "tree --depth 65 | --depth",
                "graph x | x",
                "graph | PID",
                "incidents --limit 1001 | --limit",
                "alerts --severity bad | --severity: expected info",
                "alerts --since yesterday | --since: expected a time",
                "alerts --follow --since 1h | not with --follow",
                "export --format pdf | --format: expected md",
                "export --since x | --since",
                "status --url localhost:3000 | --url: expected http://HOST:PORT",
                "status --url http://h/path | --url: expected http://HOST:PORT",
                "status --token-file /nonexistent | there is no such file",
                "status --nonsense | --nonsense"
            })
    void nonsenseIsAUsageErrorInOneSentence(String command, String message) {
        Outcome outcome = api.run(command.split(" "));
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).startsWith("linnix: ").contains(message).hasLineCount(2);
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void whatIsNoAgentIsSaidToBeNone() {
        api.on("/status", "<html>hello</html>");
        Outcome outcome = api.run("status");
        assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(outcome.err()).contains("is no Linnix agent").hasLineCount(1);
    }
}
