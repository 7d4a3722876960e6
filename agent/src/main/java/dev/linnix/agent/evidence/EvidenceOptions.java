package dev.linnix.agent.evidence;

import java.time.Duration;

/**
 * What is collected, and how often.
 *
 * @param enabled whether anything is
 * @param window how far back from the trigger evidence is looked for
 * @param perRulePerHour bundles of one rule in an hour at most; 0 for no limit
 * @param perHour bundles in an hour at most; 0 for no limit
 */
public record EvidenceOptions(boolean enabled, Duration window, int perRulePerHour, int perHour) {}
