package dev.linnix.agent.evidence;

/**
 * How the collecting of evidence is. Immutable.
 *
 * @param collecting what was collected and what was not
 * @param stuckCollectors left behind since the start because nothing could end them
 * @param stuckHelpers processes likewise
 */
public record EvidenceStatus(Evidence.Status collecting, long stuckCollectors, long stuckHelpers) {}
