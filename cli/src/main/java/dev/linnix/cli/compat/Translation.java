package dev.linnix.cli.compat;

import java.util.List;
import java.util.Optional;

/**
 * What a command line of Linnix 0.x means.
 *
 * @param arguments of {@code linnix} that do the same; empty when there are none
 * @param refusal why there are none, in one sentence; empty when there are
 */
record Translation(List<String> arguments, Optional<String> refusal) {
    Translation {
        arguments = List.copyOf(arguments);
    }

    static Translation to(List<String> arguments) {
        return new Translation(arguments, Optional.empty());
    }

    static Translation refused(String why) {
        return new Translation(List.of(), Optional.of(why));
    }
}
