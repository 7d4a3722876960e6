/**
 * What the agent tells Prometheus: a catalogue of metrics, each with its help and the place its value is read from, and
 * the page made of it. Nothing here knows HTTP.
 */
@NullMarked
package dev.linnix.agent.metrics;

import org.jspecify.annotations.NullMarked;
