package dev.linnix.agent.config;

/**
 * One key of a {@code linnix.toml} as Linnix 0.x read it.
 *
 * @param key {@code section.key}
 * @param type of its values
 * @param fate what becomes of it here
 * @param setting what it sets here; empty unless {@link Fate#USED}
 * @param reason why it has no effect, a clause; empty if {@link Fate#USED}
 */
record LegacyKey(String key, ValueType<?> type, Fate fate, String setting, String reason) {
    /** What becomes of a key. */
    enum Fate {
        /** It means here what it meant there. */
        USED("used"),
        /** It was documented or shipped there, but nothing ever read it. */
        DEAD("never used by Linnix"),
        /** It had an effect there and has none here. */
        DROPPED("dropped");

        private final String words;

        Fate(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static LegacyKey used(String key, Setting<?> setting) {
        return new LegacyKey(key, setting.type(), Fate.USED, setting.key(), "");
    }

    static LegacyKey dead(String key, ValueType<?> type, String reason) {
        return new LegacyKey(key, type, Fate.DEAD, "", reason);
    }

    static LegacyKey dropped(String key, ValueType<?> type, String reason) {
        return new LegacyKey(key, type, Fate.DROPPED, "", reason);
    }

    /** {@return what to tell somebody whose file has it} */
    String warning() {
        return fate == Fate.DEAD
                ? "has no effect; it never had one, although Linnix 0.x documented it: " + reason
                : "has no effect here: " + reason;
    }
}
