package dev.linnix.agent.config;

import static dev.linnix.agent.config.LegacyKey.dead;
import static dev.linnix.agent.config.LegacyKey.dropped;
import static dev.linnix.agent.config.LegacyKey.used;
import static dev.linnix.agent.config.ValueType.anyNumber;
import static dev.linnix.agent.config.ValueType.anyText;
import static dev.linnix.agent.config.ValueType.anyWhole;
import static dev.linnix.agent.config.ValueType.flag;
import static dev.linnix.agent.config.ValueType.textList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configuration of Linnix 0.x: each key of its {@code linnix.toml} and each variable of its environment. */
final class LegacyKeys {
    private static final String NO_MODEL = "no language model is asked in this version";
    private static final String NO_NOTIFIER = "nothing is sent off the host in this version";
    private static final String NO_BREAKER = "no process is ever stopped or killed in this version";
    private static final String NO_STALLS = "stalls are not divided between pods in this version";
    private static final String OWN_USE = "the agent's own CPU time and memory are in /status and the metrics";

    /** Every key, in the order of its sections. */
    static final List<LegacyKey> KEYS = List.of(
            used("api.listen_addr", Schema.API_LISTEN),
            used("api.auth_token", Schema.API_TOKEN),
            used("api.unix_socket", Schema.API_SOCKET),
            used("api.require_kernel_instrumentation", Schema.API_REQUIRE_KERNEL),
            dropped("runtime.offline", flag(), NO_NOTIFIER),
            dropped("runtime.cpu_target_pct", anyWhole(), OWN_USE),
            dropped("runtime.rss_cap_mb", anyWhole(), OWN_USE),
            dropped("runtime.events_rate_cap", anyWhole(), "no event is left out, and what is lost is counted"),
            dropped(
                    "telemetry.sample_interval_ms",
                    anyWhole(),
                    "snapshots are taken once a second, or less often where they would cost too much"),
            dropped(
                    "telemetry.retention_seconds",
                    anyWhole(),
                    "ended processes are remembered for 64 s, the longest window of a rule"),
            dropped("telemetry.min_eps_to_enable", anyWhole(), "detectors run on quiet hosts as well"),
            used("logging.alerts_file", Schema.ALERTS_FILE),
            dropped("logging.journald", flag(), "alerts go to standard error, which systemd puts into the journal"),
            dead("logging.insights_file", anyText(), "nothing was written to it"),
            dropped(
                    "logging.incident_context_file",
                    anyText(),
                    "each line of the alerts file has its incident and all that is known of it"),
            used("rules.path", Schema.RULES),
            dropped("reasoner.enabled", flag(), NO_MODEL),
            dropped("reasoner.endpoint", anyText(), NO_MODEL),
            dropped("reasoner.model", anyText(), NO_MODEL),
            dropped("reasoner.timeout_ms", anyWhole(), NO_MODEL),
            used("outputs.prometheus", Schema.METRICS_ENABLED),
            used("outputs.metrics_listen_addr", Schema.METRICS_LISTEN),
            dead("outputs.slack", flag(), "the section notifications.slack decided"),
            dead("outputs.pagerduty", flag(), "nothing was ever sent to PagerDuty"),
            used("prometheus.enabled", Schema.METRICS_ENABLED),
            dropped("notifications.apprise.urls", textList(), NO_NOTIFIER),
            dropped("notifications.apprise.min_severity", anyText(), NO_NOTIFIER),
            dropped("notifications.slack.webhook_url", anyText(), NO_NOTIFIER),
            dropped("notifications.slack.channel", anyText(), NO_NOTIFIER),
            dropped("notifications.slack.dashboard_base_url", anyText(), NO_NOTIFIER),
            dropped("circuit_breaker.enabled", flag(), NO_BREAKER),
            dropped("circuit_breaker.cpu_usage_threshold", anyNumber(), NO_BREAKER),
            dropped("circuit_breaker.cpu_psi_threshold", anyNumber(), NO_BREAKER),
            dead("circuit_breaker.memory_psi_full_threshold", anyNumber(), "only CPU tripped the breaker"),
            dead("circuit_breaker.io_psi_full_threshold", anyNumber(), "only CPU tripped the breaker"),
            dropped("circuit_breaker.check_interval_secs", anyWhole(), NO_BREAKER),
            dropped("circuit_breaker.grace_period_secs", anyWhole(), NO_BREAKER),
            dropped("circuit_breaker.require_human_approval", flag(), NO_BREAKER),
            dropped("circuit_breaker.mode", anyText(), NO_BREAKER),
            dead("circuit_breaker.psi_threshold", anyNumber(), "it stood in a shipped file only"),
            dead("circuit_breaker.cpu_threshold", anyNumber(), "it stood in a shipped file only"),
            dead("circuit_breaker.sustained_seconds", anyWhole(), "it stood in a shipped file only"),
            dead("noise_budget.enabled", flag(), "alerts are kept apart by the cooldown of each rule"),
            dead("noise_budget.max_alerts_per_hour", anyWhole(), "alerts are kept apart by the cooldown of each rule"),
            dead(
                    "privacy.redact_sensitive_data",
                    flag(),
                    "here arguments that look like credentials are always hidden"),
            dropped("psi.sustained_pressure_seconds", anyWhole(), NO_STALLS),
            dropped("psi.attribution_threshold_ms", anyWhole(), NO_STALLS),
            dropped("psi.attribution_cooldown_seconds", anyWhole(), NO_STALLS),
            dead("probes.btf_path", anyText(), "it stood in a shipped file only"));

    /** Variables of the environment that have no effect here, and why not. */
    static final Map<String, String> VARIABLES = variables();

    /** Those among {@link #VARIABLES} that are set for other reasons on many hosts, so that nobody is warned of them. */
    static final Set<String> OF_OTHERS =
            Set.of("HOSTNAME", "NODE_NAME", "OPENAI_API_KEY", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT");

    private LegacyKeys() {}

    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        String inside = "the programs for the kernel are part of this one";
        String pressure = "pressure is always the kernel's own, so that no file can stand for this host";
        variables.put("LINNIX_BPF_PATH", inside);
        variables.put("LINNIX_RSS_TRACE_BPF_PATH", inside);
        variables.put("LINNIX_KERNEL_BTF", "types are read from /sys/kernel/btf/vmlinux");
        variables.put(
                "LINNIX_SKIP_CAP_CHECK",
                "without its capabilities the agent starts anyway, and says what it cannot see");
        variables.put("LINNIX_INCIDENT_DB", "incidents are kept in memory in this version");
        variables.put("LINNIX_PSI_CPU_PATH", pressure);
        variables.put("LINNIX_PSI_MEMORY_PATH", pressure);
        variables.put("LINNIX_PSI_IO_PATH", pressure);
        variables.put("LLM_ENDPOINT", NO_MODEL);
        variables.put("LLM_MODEL", NO_MODEL);
        variables.put("OPENAI_API_KEY", NO_MODEL);
        variables.put("HOSTNAME", "the host's name is the kernel's");
        variables.put("NODE_NAME", "pods are not named in this version");
        variables.put("K8S_API_URL", "pods are not named in this version");
        variables.put("K8S_TOKEN", "pods are not named in this version");
        variables.put("KUBERNETES_SERVICE_HOST", "pods are not named in this version");
        variables.put("KUBERNETES_SERVICE_PORT", "pods are not named in this version");
        return variables;
    }
}
