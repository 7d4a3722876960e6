package dev.linnix.agent.evidence;

import dev.linnix.agent.space.SpaceStatus;

/**
 * How the collecting of evidence is, and where it is kept. Immutable.
 *
 * @param collecting what was collected and what was not
 * @param space what it may take and takes
 * @param stuckCollectors left behind since the start because nothing could end them
 * @param stuckHelpers processes likewise
 */
public record EvidenceStatus(
        Evidence.Status collecting, SpaceStatus space, long stuckCollectors, long stuckHelpers) {}
