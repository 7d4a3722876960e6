/** Benchmarks, each beside its yardstick. */
@NullMarked
package dev.linnix.bench;

import org.jspecify.annotations.NullMarked;
