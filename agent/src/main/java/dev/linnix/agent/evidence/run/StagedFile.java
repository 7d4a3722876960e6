package dev.linnix.agent.evidence.run;

import dev.linnix.evidence.Manifest;

/**
 * A file that waits to be put into an archive.
 *
 * @param staged its name in the directory where it waits
 * @param info its name in the archive, collector, size and hash
 */
public record StagedFile(String staged, Manifest.FileInfo info) {}
