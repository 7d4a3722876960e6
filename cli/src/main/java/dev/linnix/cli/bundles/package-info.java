/** Commands for bundles of evidence: of an agent, and of files without one. */
@NullMarked
package dev.linnix.cli.bundles;

import org.jspecify.annotations.NullMarked;
