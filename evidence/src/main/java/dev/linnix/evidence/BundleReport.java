package dev.linnix.evidence;

import java.util.List;

/**
 * What was found in an archive.
 *
 * @param manifest of it
 * @param whole files that are as the manifest says, in the order of the archive, without the manifest
 * @param problems one sentence each; empty when all is as the manifest says
 */
public record BundleReport(Manifest manifest, List<String> whole, List<String> problems) {
    /** {@return whether every file is there, as the manifest says, and nothing else} */
    public boolean isGood() {
        return problems.isEmpty();
    }
}
