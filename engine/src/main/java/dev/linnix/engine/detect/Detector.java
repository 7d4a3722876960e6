package dev.linnix.engine.detect;

/** Looks for one kind of failure on behalf of one rule. Confined to the engine's thread. */
public interface Detector {}
