package dev.linnix.cli;

/** Answers of an agent, in the shapes of its API. */
public final class Samples {
    /** Fired, one offender. */
    public static final String ALERT = """
            {"id":"a-1","incident_id":"i-1","rule":"fork_storm","detector":"forks_per_sec","severity":"High",\
            "state":"firing","message":"1776 forks per second","host":"box","time":"2026-01-31T08:00:00.123456789Z",\
            "timestamp":1769846400,"changed":"2026-01-31T08:00:00Z","subject":{"scope":"subtree","process":{"pid":42,\
            "start_ns":9007199254740993,"start":"2026-01-31T07:59:00Z","comm":"sh"}},"offender":%1$s,"offenders":[%1$s],\
            "hosted_by":null,"candidates":[],"value":1776.0,"peak":1800.5,"threshold":10.0,"unit":"forks/s",\
            "window_seconds":2.0,"lower_bound":false,"silence":"threshold: 1801","new_key":[1,{"a":"]"}]}""".formatted("""
            {"pid":42,"start_ns":9007199254740993,"start":"2026-01-31T07:59:00Z","comm":"sh",\
            "executable":"/usr/bin/dash","args":["sh","fork*storm.sh"],"args_cut":true,"uid":1000,\
            "cgroup":"/user.slice","cgroup_id":7,"share":0.98,"own_share":0.5,"alive":true,\
            "path":[{"pid":1,"start_ns":1,"start":"x","comm":"systemd"},{"pid":42,"start_ns":2,"start":"x","comm":"sh"}],\
            "repeated_executable":"/bin/true"}""");

    /** Resolved, nobody responsible. */
    public static final String QUIET_ALERT = """
            {"id":"a-2","incident_id":"i-2","rule":"psi","detector":"system_psi_cpu","severity":"low","state":"resolved",\
            "message":"pressure","host":"box","time":"2026-01-31T09:00:00Z","timestamp":1769850000,\
            "changed":"2026-01-31T09:00:10Z","subject":{"scope":"host"},"offenders":[],"candidates":[],"value":null,\
            "threshold":1,"unit":"%","window_seconds":10,"lower_bound":true,"silence":"threshold: 2"}""";

    /** With one alert. */
    public static final String INCIDENT = """
            {"id":"i-1","state":"firing","severity":"High","time":"2026-01-31T08:00:00Z","timestamp":1769846400,\
            "changed":"2026-01-31T08:00:00Z","event_type":"fork_storm","target_pid":42,"target_name":"sh",\
            "alerts":[%s]}""".formatted(ALERT);

    /** A healthy agent. */
    public static final String STATUS = """
            {"version":"9.9.9","uptime_s":3725,"pid":4242,"host":"box","kernel_version":"6.18.5","boot_id":"elsewhere",\
            "cpus":2,"memory_bytes":8589934592,"cgroup_mode":"unified","transport":"ringbuf",\
            "probes":{"rss_probe":"core:mm","btf":true},"cpu_pct":0.4,"rss_mb":71.5,"events_per_sec":12,\
            "active_rules":7,"rules":{"file":"built-in","loaded":"x","active":7,"reloads":0,"last_reload":"ok",\
            "problems":[]},"alerts_pending":1,"alerts_firing":2,\
            "sensors":[{"name":"lifecycle","required":true,"state":"on","restarts":0},\
            {"name":"proc","required":false,"state":"off","reason":"not started yet","restarts":0}],\
            "responders":[{"name":"file","state":"on","delivered":3}],\
            "snapshot":{"taken":5,"period_ms":1000,"cost_us":150},"ring":{"size_bytes":1048576,"fill_bytes":0,\
            "highest_fill_bytes":4096},"table":{"live":120,"zombies":1,"tombstones":9,"capacity":32768,"folded":0,\
            "inferred_exits":0,"repaired_births":0,"early_records":0},"records":{"fork":5},"produced":{"fork":5},\
            "loss_percent":0.0,"rb_overflows":0,"dropped_events_total":0,"drops":[],\
            "sse":{"clients":0,"slow_readers":0,"refused":0},"engine_errors":0,\
            "top_rss":[{"pid":7,"comm":"java","mem_percent":12.5}],"top_cpu":[{"pid":8,"comm":"sh","cpu_percent":50.0}]}""";

    /** Blind, lossy, with a rejected rule file. */
    public static final String SICK_STATUS = STATUS.replace(
                    "{\"name\":\"lifecycle\",\"required\":true,\"state\":\"on\",\"restarts\":0}",
                    "{\"name\":\"lifecycle\",\"required\":true,\"state\":\"given_up\",\"restarts\":0,"
                            + "\"reason\":\"needs CAP_BPF and CAP_PERFMON\"}")
            .replace("\"last_reload\":\"ok\"", "\"last_reload\":\"rejected\"")
            .replace("\"loss_percent\":0.0", "\"loss_percent\":12.5")
            .replace(
                    "\"engine_errors\":0",
                    "\"engine_errors\":0,\"blind\":{\"from\":\"2026-01-31T07:00:00Z\","
                            + "\"to\":\"2026-01-31T07:05:00Z\",\"rebooted\":false}");

    /** All is well. */
    public static final String READY = """
            {"ready":true,"kernel_instrumentation":"active","transport":"ringbuf","btf_available":true,\
            "rss_probe":"core:mm","reason":null,"reasons":[]}""";

    /** What goes with {@link #SICK_STATUS}. */
    public static final String NOT_READY = """
            {"ready":false,"reason":"a; b","reasons":["required sensor lifecycle is given up: needs CAP_BPF",\
            "no complete snapshot of the processes yet"]}""";

    /** systemd with a shell that runs two programs, and a kernel thread. */
    public static final String PROCESSES = "["
            + String.join(
                    ",",
                    process(1, 0, "systemd", 10, 0.5, 10),
                    process(40, 1, "bash", 20, 1.0, 20),
                    process(41, 40, "small", 30, 2.0, 30),
                    process(42, 40, "large", 40, 90.0, 40),
                    process(2, 0, "kthreadd", 11, 0.1, 0).replace("\"kernel_thread\":false", "\"kernel_thread\":true"))
            + "]";

    /** One process among its kin. */
    public static final String GRAPH = """
            {"root":40,"nodes":[%s,%s,%s,%s,%s]}""".formatted(
                    node(40, 1, "bash", "self", 0),
                    node(1, 0, "systemd", "ancestor", -1),
                    node(39, 1, "cron", "sibling", 0),
                    node(42, 40, "make", "descendant", 1),
                    node(43, 42, "cc", "descendant", 2));

    private Samples() {}

    /** {@return a process among its kin that has ended} */
    public static String ended(int pid, int ppid, String comm, String relationship, int level) {
        return node(pid, ppid, comm, relationship, level).replace("\"exec\"", "\"exit\"");
    }

    private static String process(int pid, int ppid, String comm, int startNs, double cpu, int mb) {
        return """
                {"pid":%d,"ppid":%d,"birth_ppid":%2$d,"uid":0,"gid":0,"comm":"%s","event_type":"exec","cpu_pct":%s,\
                "mem_pct":1.5,"age_sec":90,"state":"running","start_ns":%d,"start":"x","executable":"/bin/%3$s",\
                "args":["%3$s","--go"],"args_cut":false,"cgroup_id":1,"kernel_thread":false,"threads":1,\
                "cpu_seconds":1.0,"rss_bytes":%d,"exit_inferred":false,"k8s":null}""".formatted(pid, ppid, comm, cpu, startNs, (long) mb << 20);
    }

    private static String node(int pid, int ppid, String comm, String relationship, int level) {
        return """
                {"pid":%d,"ppid":%d,"comm":"%s","uid":0,"gid":0,"event_type":"exec","relationship":"%s","level":%d}""".formatted(pid, ppid, comm, relationship, level);
    }
}
