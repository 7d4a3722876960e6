package dev.linnix.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Outcome;
import dev.linnix.cli.Samples;
import dev.linnix.kernel.Capabilities;
import dev.linnix.kernel.CgroupIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Is everything that is missing found, explained, and given a fix? */
class DoctorTest {
    private static final long BPF_AND_PERFMON = (1L << 38) | (1L << 39);

    private static final Machine WELL = new Machine(
            "6.18.5-cloud",
            true,
            null,
            BPF_AND_PERFMON,
            CgroupIds.State.UNIFIED,
            true,
            "none",
            "2",
            25,
            "boot",
            1L << 40,
            0750);

    private static List<Check> wrong(List<Check> checks) {
        return checks.stream().filter(check -> !check.state().equals(Check.OK)).toList();
    }

    @Test
    void aMachineThatIsWellHasNothingWrong() {
        assertThat(wrong(MachineChecks.of(WELL))).isEmpty();
        assertThat(wrong(AgentChecks.state(WELL, "/s"))).isEmpty();
    }

    @Test
    void eachThingThatIsMissingIsFoundWithAFix() {
        Machine bad = new Machine(
                "4.19.0",
                false,
                "no such file",
                0,
                CgroupIds.State.V1_ONLY,
                false,
                "confidentiality",
                "0",
                21,
                "",
                1L,
                0755);
        List<Check> wrong = wrong(MachineChecks.of(bad));
        assertThat(wrong)
                .extracting(Check::name)
                .containsExactly("kernel", "btf", "libbpf", "lockdown", "users", "cgroup", "pressure", "jdk");
        assertThat(wrong).allMatch(check -> check.fix() != null);
        assertThat(wrong(AgentChecks.state(bad, "/s"))).extracting(Check::name).containsExactly("state", "disk");
    }

    @Test
    void kernelsBetweenTheMinimaAreWarnedOfWithWhatTheyLack() {
        for (String release : List.of("5.8.1", "5.10.0-32-amd64", "5.15.0")) {
            Machine machine =
                    new Machine(release, true, null, 0, CgroupIds.State.UNIFIED, true, null, null, 25, "", null, null);
            assertThat(wrong(MachineChecks.of(machine)))
                    .singleElement()
                    .satisfies(check -> assertThat(check.state()).isEqualTo(Check.WARNING))
                    .satisfies(check -> assertThat(check.finding()).contains("5.17"));
        }
    }

    @Test
    void anAgentWithoutItsRightsIsAProblemAndOneThatCannotBeSeenIsNone() {
        assertThat(AgentChecks.rights(7, Optional.of(new Capabilities(0))).finding())
                .contains("pid 7", "CAP_BPF and CAP_PERFMON");
        assertThat(AgentChecks.rights(7, Optional.of(new Capabilities(BPF_AND_PERFMON)))
                        .state())
                .isEqualTo(Check.OK);
        assertThat(AgentChecks.rights(7, Optional.empty()).state()).isEqualTo(Check.OK);
    }

    @Test
    void aClockThatIsOffIsSaidToBe() {
        Instant now = Instant.parse("2026-01-31T08:00:00Z");
        assertThat(AgentChecks.clock(now.plusSeconds(5), now).state()).isEqualTo(Check.OK);
        assertThat(AgentChecks.clock(null, now).state()).isEqualTo(Check.OK);
        assertThat(AgentChecks.clock(now.plusSeconds(90), now).finding()).contains("1 min 30 s ahead");
        assertThat(AgentChecks.clock(now.minusSeconds(90), now).finding()).contains("1 min 30 s behind");
    }

    @Test
    void aSickAgentIsAProblemWithEachReasonOnce() throws IOException {
        try (FakeApi api = new FakeApi()
                .on("/healthz", "{}")
                .on("/readyz", 503, Samples.NOT_READY)
                .on("/status", Samples.SICK_STATUS)) {
            Outcome outcome = api.run("doctor");
            assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
            String words = outcome.out().replaceAll("\\s+", " ");
            assertThat(words)
                    .contains(
                            "no complete snapshot of the processes yet",
                            "lifecycle is given up: needs CAP_BPF and CAP_PERFMON.",
                            "AmbientCapabilities=CAP_BPF CAP_PERFMON",
                            "12.5 %",
                            "was rejected",
                            "linnix rules check built-in",
                            "Nobody watched from 2026-01-31T07:00:00Z");
            assertThat(words).containsOnlyOnce("given up");
            assertThat(api.run("doctor", "--json").out())
                    .startsWith("{\"ok\":false,\"checks\":[{\"group\":\"machine\"");
        }
    }

    @Test
    void rulesThatCannotFireAreNamedWithReasonAndRemedy() throws IOException {
        String blind = Samples.STATUS.replace(
                "\"problems\":[]",
                "\"problems\":[],\"blind\":{\"stall\":\"this kernel does not account pressure; it needs psi=1\","
                        + "\"io_stall\":\"this kernel does not account pressure; it needs psi=1\","
                        + "\"late\":\"the pressure of the host has not been read for 5 s\"}");
        try (FakeApi api =
                new FakeApi().on("/healthz", "{}").on("/readyz", Samples.READY).on("/status", blind)) {
            assertThat(api.run("doctor").out().replaceAll("\\s+", " "))
                    .contains(
                            "Cannot fire now: io_stall, stall: this kernel does not account pressure; it needs psi=1.",
                            "add psi=1 to the kernel's command line",
                            "Cannot fire now: late: the pressure of the host has not been read for 5 s.");
            assertThat(api.run("status").out().replaceAll("\\s+", " "))
                    .contains("cannot fire now: io_stall, stall: this kernel does not account pressure");
        }
    }

    @Test
    void aReaderThatNothingNeedsIsNoWarning() throws IOException {
        try (FakeApi api =
                new FakeApi().on("/healthz", "{}").on("/readyz", Samples.READY).on("/status", Samples.STATUS)) {
            assertThat(api.run("doctor").out())
                    .contains("Not needed now: proc.")
                    .doesNotContain("! sensors");
        }
    }

    @Test
    void aTokenThatIsWantedMeansThereIsNoAgentToAsk() throws IOException {
        try (FakeApi api = new FakeApi().guard("x")) {
            Outcome outcome = api.run("doctor");
            assertThat(outcome.code()).isEqualTo(ExitCode.NO_AGENT);
            assertThat(outcome.out().replaceAll("\\s+", " "))
                    .contains("wants a token", "→ as a user who may read")
                    .doesNotContain("systemctl start");
        }
    }

    @Test
    void theRemedyFitsTheCause() throws IOException {
        assertThat(fix(FakeApi.nobody())).contains("systemctl start linnix");
        try (FakeApi api = new FakeApi().on("/healthz", 403, "{\"error\":\"forbidden\"}")) {
            assertThat(fix(api.url())).contains("--url http://127.0.0.1:").doesNotContain("systemctl");
            api.on("/healthz", 404, "<html>");
            assertThat(fix(api.url())).contains("somebody else listens there").doesNotContain("systemctl");
            api.on("/healthz", "{}").on("/readyz", "<html>");
            assertThat(fix(api.url())).contains("somebody else listens there").doesNotContain("systemctl");
            api.on("/readyz", Samples.READY).on("/status", 500, "{\"error\":\"failed\"}");
            assertThat(fix(api.url())).contains("journalctl -u linnix; systemctl restart linnix");
        }
    }

    private static String fix(String url) {
        String out = FakeApi.runWith(Map.of("LINNIX_URL", url), false, "doctor").out();
        return out.substring(out.lastIndexOf("→")).replaceAll("\\s+", " ");
    }

    /** A key that does not exist would keep the agent from starting. */
    @Test
    void everyKeyOfTheConfigurationThatIsNamedExists() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration.md"));
        List<String> named = new ArrayList<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/linnix/cli/doctor"))) {
            for (Path source : sources.toList()) {
                Matcher key = Pattern.compile("\\b([a-z_]+\\.[a-z_]+): ").matcher(Files.readString(source));
                while (key.find()) named.add("| `" + key.group(1) + "` |");
            }
        }
        assertThat(named).contains("| `ring.size` |").allMatch(page::contains);
    }
}
