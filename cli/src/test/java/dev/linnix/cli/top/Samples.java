package dev.linnix.cli.top;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A host whose state the test decides on. */
final class Samples {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant FIRED = Instant.parse("2026-01-01T11:59:46Z");

    final List<Answers.Proc> processes = new ArrayList<>();
    final List<Answers.Incident> incidents = new ArrayList<>();
    Answers.Ready ready = new Answers.Ready(true, null);
    Answers.Blind blind;
    Answers.Host host = new Answers.Host(List.of(8.31, 2.8, 1.2), 41.2, 0.0, 0.0, 1.25, 0.4, 11_520L);

    /** The usual: init, a daemon, and a login shell. */
    static Samples quiet() {
        Samples samples = new Samples();
        samples.process(1, 0, "systemd")
                .process(700, 1, "sshd")
                .process(800, 700, "bash")
                .process(900, 1, "postgres");
        return samples;
    }

    /** A shell below the login shell forks without end. */
    static Samples forkStorm() {
        Samples samples = quiet();
        samples.add(12345, 800, "sh", 35.0, 1L << 20, 4, 180.0, 840.0, "sh", "-c", "while :; do ls; done");
        samples.process(12400, 12345, "ls");
        samples.incidents.add(new Answers.Incident(
                "i-1", "firing", "High", FIRED.toString(), FIRED.toString(), List.of(storm("firing"))));
        return samples;
    }

    static Answers.Alert storm(String state) {
        return alert("fork_storm", "forks_per_sec", "High", state, 812.0, 300.0, "forks/s", shell());
    }

    static Answers.Offender shell() {
        return new Answers.Offender(
                12345,
                start(12345),
                "sh",
                "/usr/bin/dash",
                List.of("sh", "-c", "while :; do ls; done"),
                false,
                1000,
                "/user.slice/session-4.scope",
                0.97,
                0.95,
                List.of(ref(1, "systemd"), ref(700, "sshd"), ref(800, "bash"), ref(12345, "sh")),
                "/usr/bin/ls");
    }

    static Answers.Alert alert(
            String rule,
            String detector,
            String severity,
            String state,
            Double value,
            Double threshold,
            String unit,
            Answers.Offender offender) {
        return new Answers.Alert(
                "a-" + rule,
                rule,
                detector,
                severity,
                state,
                "too many of them",
                FIRED.toString(),
                offender,
                offender == null ? List.of() : List.of(offender),
                null,
                List.of(),
                value,
                value == null ? null : value + 392,
                threshold,
                unit,
                5,
                false,
                "threshold: 900");
    }

    static Answers.Ref ref(int pid, String comm) {
        return new Answers.Ref(pid, start(pid), comm);
    }

    /** Start times in the order of pids. */
    static long start(int pid) {
        return pid * 1_000L;
    }

    Samples process(int pid, int parent, String comm) {
        return add(pid, parent, comm, 1.0, 2L << 20, 8, null, 0.0);
    }

    Samples add(
            int pid,
            int parent,
            String comm,
            Double cpu,
            Long anon,
            Integer fds,
            Double subtreeCpu,
            Double forks,
            String... args) {
        processes.add(new Answers.Proc(
                pid,
                start(pid),
                parent,
                parent,
                0,
                comm,
                "sleeping",
                null,
                List.of(args),
                60,
                1,
                cpu,
                anon,
                0L,
                fds,
                subtreeCpu,
                forks));
        return this;
    }

    Sample at(Instant time) {
        Answers.Status status =
                new Answers.Status("devbox", 4242, 120, 0.83, 61.8, 4012, 0, 0, new Answers.Snapshot(1000), blind);
        return new Sample(time, ready, status, host, List.copyOf(processes), List.copyOf(incidents));
    }

    /** {@return a model that has seen this sample for a minute} */
    Model model() {
        Model model = new Model("http://127.0.0.1:3000", Duration.ofSeconds(1));
        for (int second = -59; second <= 0; second++) model.accept(Reading.of(at(START.plusSeconds(second))));
        return model;
    }

    static List<String> lines(Frame frame) {
        return frame.lines().stream().map(Object::toString).toList();
    }

    static String screen(Frame frame) {
        return String.join("\n", lines(frame));
    }
}
