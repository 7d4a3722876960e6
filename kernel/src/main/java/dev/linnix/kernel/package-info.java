/** How Java talks to Linux: libbpf, rings, iterators, BTF, pressure, cgroups. Knows nothing of sensors or rules. */
@NullMarked
package dev.linnix.kernel;

import org.jspecify.annotations.NullMarked;
