package dev.linnix.agent.config;

import dev.linnix.agent.config.Setting.TakenUp;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every key there is. All else follows from this table: what the file, the environment and the command line may say, the
 * messages, the reference file and the page in {@code docs}. A new key is one line here and one in {@link Config}.
 */
final class Schema {
    /** Address of the API unless told otherwise. */
    static final String DEFAULT_LISTEN = "127.0.0.1:3000";

    static final Setting<ListenAddress> API_LISTEN = Setting.of(
                    "api.listen_addr",
                    ValueType.address(),
                    "Where the API listens. Port 0 takes a free one. Where others than this host can reach it, a token is"
                            + " required, and a host name counts as such.")
            .byDefault(DEFAULT_LISTEN)
            .option("--listen")
            .environment("LINNIX_LISTEN_ADDR");

    static final Setting<String> API_TOKEN = Setting.of(
                    "api.auth_token",
                    ValueType.token(),
                    "What clients must send as `Authorization: Bearer TOKEN`. A file that holds it should be readable"
                            + " for the agent only.")
            .environment("LINNIX_API_TOKEN");

    static final Setting<Path> API_TOKEN_FILE = Setting.of(
            "api.auth_token_file",
            ValueType.file(),
            "A file that holds the token and nothing else, in place of `auth_token`; a credential of systemd, for"
                    + " example.");

    static final Setting<Path> API_SOCKET = Setting.of(
                    "api.unix_socket",
                    ValueType.socket(),
                    "A Unix socket that leads to the API without a token: its mode, 0660, says who may use it.")
            .environment("LINNIX_UDS_PATH");

    static final Setting<Integer> API_STREAMS = Setting.of(
                    "api.max_streams",
                    ValueType.whole(1, 1024),
                    "Clients that may read event streams at the same time; one more is answered with 503.")
            .unit("clients")
            .byDefault(String.valueOf(ApiOptions.DEFAULT_MAX_STREAMS));

    static final Setting<Boolean> API_REQUIRE_KERNEL = Setting.of(
                    "api.require_kernel_instrumentation",
                    ValueType.flag(),
                    "Whether `/readyz` is 503 while the sensors in the kernel are off.")
            .byDefault("true");

    static final Setting<Boolean> METRICS_ENABLED = Setting.of(
                    "metrics.enabled", ValueType.flag(), "Whether `/metrics/prometheus` is offered, on both listeners.")
            .byDefault("true");

    static final Setting<ListenAddress> METRICS_LISTEN = Setting.of(
                    "metrics.listen_addr",
                    ValueType.addressOrOff(),
                    "Where `/healthz`, `/readyz` and `/metrics/prometheus` are offered without a token, also to others"
                            + " than this host if told so; `off` for nowhere.")
            .byDefault("127.0.0.1:9464")
            .option("--metrics-listen")
            .environment("LINNIX_METRICS_LISTEN_ADDR");

    static final Setting<Path> STATE_DIR = Setting.of(
                    "state.dir",
                    ValueType.directory(),
                    "Where alerts are kept. Made with mode 0750 if it is missing, and locked against a second agent.")
            .byDefault("/var/lib/linnix")
            .option("--state-dir");

    static final Setting<Path> RUNTIME_DIR = Setting.of(
                    "state.runtime_dir",
                    ValueType.directory(),
                    "Where the heartbeat is kept that tells the next start since when nobody watched.")
            .otherwise("`$RUNTIME_DIRECTORY`, which systemd sets, else `state.dir`");

    static final Setting<Path> RULES = Setting.of(
                    "rules.path", ValueType.file(), "The rules, in YAML or TOML; see [rules.md](rules.md).")
            .otherwise("the rules that come with the program")
            .option("--rules", "--handler rules:")
            .takenUp(TakenUp.CONTENT_WATCHED);

    static final Setting<Path> AOD_CONFIG = Setting.of(
                    "aod.config",
                    ValueType.file(),
                    "A `config.yaml` of AODv2. Its rules are in force beside those of `rules.path`; what else it says holds"
                            + " where nothing here does. See [coming-from-aodv2.md](coming-from-aodv2.md).")
            .option("--aod-config");

    static final Setting<Path> ALERTS_FILE = Setting.of(
                    "alerts.file",
                    ValueType.file(),
                    "Each change of an alert is appended to this file as one line of JSON. Before it grows beyond 16 MiB,"
                            + " or less where `space.budget` is small, it is renamed to the same name with `.1`, in place of"
                            + " the one before.")
            .otherwise("`alerts.ndjson` in `state.dir`")
            .option("--handler jsonl:");

    static final Setting<Boolean> RECORDER_ENABLED = Setting.of(
                    "recorder.enabled",
                    ValueType.flag(),
                    "Whether what happens is recorded, in `recorder` in `state.dir`. Credentials in arguments are hidden"
                            + " before they are written.")
            .byDefault("true");

    static final Setting<Integer> RECORDER_MINUTES = Setting.of(
                    "recorder.minutes",
                    ValueType.whole(1, 1440),
                    "How much of the past is kept. Time in which nothing was recorded does not count, so that what came"
                            + " before a crash of the host outlives it.")
            .unit("minutes")
            .byDefault("5");

    static final Setting<Long> RECORDER_SIZE = Setting.of(
                    "recorder.size",
                    ValueType.large(1L << 20, 16L << 30),
                    "How much the recordings take on disk at most, in whole blocks; the oldest make room. Each is an eighth"
                            + " of that, and begins with the state of everything that runs, some 40 bytes for each process."
                            + " Where not even one fits, nothing is recorded, and `/status` says so.")
            .unit("bytes")
            .byDefault("67108864");

    static final Setting<Boolean> EVIDENCE_ENABLED = Setting.of(
                    "evidence.enabled",
                    ValueType.flag(),
                    "Whether evidence is collected when an incident opens, in `bundles` in `state.dir`. Which, the rule's"
                            + " `actions` say.")
            .byDefault("true");

    static final Setting<Integer> EVIDENCE_WINDOW = Setting.of(
                    "evidence.window",
                    ValueType.whole(10, 3600),
                    "How far back from the trigger logs are looked for, and the recording reaches if it does.")
            .unit("seconds")
            .byDefault("120");

    static final Setting<Integer> EVIDENCE_PER_RULE = Setting.of(
                    "evidence.per_rule_per_hour",
                    ValueType.whole(0, 3600),
                    "Bundles of one rule within an hour at most; 0 for no limit. What is left out is counted.")
            .unit("bundles")
            .byDefault("12");

    static final Setting<Integer> EVIDENCE_PER_HOUR = Setting.of(
                    "evidence.per_hour",
                    ValueType.whole(0, 3600),
                    "Bundles of all rules within an hour at most; 0 for no limit.")
            .unit("bundles")
            .byDefault("60");

    @SuppressWarnings("rawtypes") // a class literal knows no type parameters
    static final Setting<List> EVIDENCE_COLLECTORS = Setting.of(
                    "evidence.collectors",
                    CollectorsType.type(),
                    "Collectors of your own, for `actions` of rules to name: `name`, and `command`, a list of words that no"
                            + " shell reads, or `file`; `timeout` in seconds, 5 unless given; `max_bytes`, 1 MiB unless"
                            + " given; `at_once` for those that are quick.")
            .otherwise("those that come with the program");

    static final Setting<Long> SPACE_BUDGET = Setting.of(
                    "space.budget",
                    ValueType.large(3L << 20, 1L << 50),
                    "How much all files of the agent take on disk at most, in whole blocks: recordings, logs of alerts,"
                            + " the audit log, small files, and what these leave for bundles, which is 1 MiB at least. Room"
                            + " is made before anything is written: the first bundle of a cause outlives its repeats, and"
                            + " what is pinned stays. The recording in a bundle takes a sixteenth of that at most: where it"
                            + " is below some 32 MiB, bundles hold little of the minutes before, or nothing, and say so.")
            .unit("bytes")
            .byDefault("1073741824");

    static final Setting<Double> SPACE_MAX_AGE = Setting.of(
                    "space.max_age",
                    ValueType.decimal(0.01, 3650),
                    "How long a bundle is kept, unless it is pinned. Setting the clock while the agent runs makes none"
                            + " older or younger.")
            .unit("days")
            .byDefault("30");

    static final Setting<Integer> SPACE_MAX_BUNDLES = Setting.of(
                    "space.max_bundles", ValueType.whole(1, 10_000), "How many bundles are kept.")
            .unit("bundles")
            .byDefault("1000");

    static final Setting<Long> SPACE_MIN_FREE = Setting.of(
                    "space.min_free",
                    ValueType.large(0, 1L << 50),
                    "What the file system of `state.dir` must have left for others. Bundles are deleted, and if that does"
                            + " not suffice nothing is collected, rather than to take more. In any case one file in a"
                            + " hundred that it may hold must stay possible.")
            .unit("bytes")
            .otherwise("a twentieth of the file system, at most 1 GiB");

    static final Setting<Boolean> AUDIT_ENABLED = Setting.of(
                    "audit.enabled",
                    ValueType.flag(),
                    "Whether `audit.ndjson` in `state.dir` tells of each load of the configuration and of rules, each"
                            + " incident, each collection of evidence and each deletion.")
            .byDefault("true");

    static final Setting<Integer> RING_SIZE = Setting.of(
                    "ring.size",
                    ValueType.powerOfTwo(1 << 16, 1 << 28),
                    "The ring through which the kernel hands over records; twice as much counts as resident memory when"
                            + " it was full once.")
            .unit("bytes")
            .byDefault("1048576");

    static final Setting<Level> LOG_LEVEL = Setting.of(
                    "log.level",
                    ValueType.level(),
                    "The least urgent messages that are logged. `RUST_LOG` is read for what it says about everything,"
                            + " `cognitod` or `linnix`.")
            .byDefault("info")
            .option("--log-level")
            .environment("LINNIX_LOG_LEVEL", "RUST_LOG", "AOD_LOG_LEVEL");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> SETTINGS = List.of(
            API_LISTEN,
            API_TOKEN,
            API_TOKEN_FILE,
            API_SOCKET,
            API_STREAMS,
            API_REQUIRE_KERNEL,
            METRICS_ENABLED,
            METRICS_LISTEN,
            STATE_DIR,
            RUNTIME_DIR,
            RULES,
            AOD_CONFIG,
            ALERTS_FILE,
            RECORDER_ENABLED,
            RECORDER_MINUTES,
            RECORDER_SIZE,
            EVIDENCE_ENABLED,
            EVIDENCE_WINDOW,
            EVIDENCE_PER_RULE,
            EVIDENCE_PER_HOUR,
            EVIDENCE_COLLECTORS,
            SPACE_BUDGET,
            SPACE_MAX_AGE,
            SPACE_MAX_BUNDLES,
            SPACE_MIN_FREE,
            AUDIT_ENABLED,
            RING_SIZE,
            LOG_LEVEL);

    /** What each section is about, in the order of the reference. */
    static final Map<String, String> SECTIONS = sections();

    private Schema() {}

    private static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("api", "The HTTP API.");
        sections.put("metrics", "Metrics, and the listener for those who watch the agent.");
        sections.put("state", "What the agent keeps.");
        sections.put("rules", "What to look for.");
        sections.put("aod", "What was AODv2's.");
        sections.put("alerts", "What is done with alerts.");
        sections.put("recorder", "The flight recorder: the last minutes, for replay.");
        sections.put("evidence", "What is collected when an incident opens.");
        sections.put("space", "How much of the disk the agent takes.");
        sections.put("audit", "What the agent did, for those who have to know.");
        sections.put("ring", "The way from the kernel to the agent.");
        sections.put("log", "The agent's own log, on standard error.");
        return sections;
    }
}
