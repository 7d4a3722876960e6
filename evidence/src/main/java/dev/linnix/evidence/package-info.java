/**
 * Bundles of evidence: how they are written, read and verified. A bundle is one or more tar archives, compressed with
 * Zstandard, each opening with its manifest and a text for a person. No threads, no policy.
 */
@NullMarked
package dev.linnix.evidence;

import org.jspecify.annotations.NullMarked;
