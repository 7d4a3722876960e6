package dev.linnix.agent.space;

/**
 * What room is needed for. Immutable.
 *
 * @param cause of it; empty for none
 * @param id of it in its store, which tells it from those of the same cause when a part of it is kept already; empty for
 *     something new
 */
public record Need(String cause, String id) {}
