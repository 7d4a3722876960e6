package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is what is generated from the table of keys complete, and does it say what holds? */
class ConfigReferenceTest {
    @TempDir
    Path dir;

    @Test
    void theReferenceLoadsAndChangesNothing() throws Exception {
        Path file = Files.writeString(dir.resolve("linnix.yaml"), ConfigReference.yaml());
        LoadedConfig loaded = Configs.load(Map.of(), "--config", file.toString());
        assertThat(loaded.problems()).isEmpty();
        // But that the address of metrics was given, so that the agent insists on it.
        assertThat(loaded.config())
                .usingRecursiveComparison()
                .ignoringFields("api.metricsAsked", "source")
                .isEqualTo(Configs.parse());
        for (Setting<?> setting : Schema.SETTINGS) {
            if (setting.defaultValue().isEmpty()) continue;
            assertThat(Configs.from(loaded, setting.key())).as(setting.key()).startsWith(file + ":");
        }
        assertThat(ConfigReference.yaml().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void everySectionOfAKeyIsDescribed() {
        assertThat(Schema.SETTINGS.stream().map(Setting::section).distinct())
                .containsExactlyElementsOf(Schema.SECTIONS.keySet());
    }

    @Test
    void everyKeyNamedByAnOldOneExists() {
        assertThat(LegacyKeys.KEYS)
                .filteredOn(key -> key.fate() == LegacyKey.Fate.USED)
                .allMatch(key -> Schema.SETTINGS.stream()
                        .anyMatch(setting -> setting.key().equals(key.setting())));
        assertThat(LegacyKeys.KEYS.stream().map(LegacyKey::key)).doesNotHaveDuplicates();
    }

    @Test
    void thePageIsUpToDate() throws Exception {
        assertThat(Files.readString(Path.of("..", "docs", "configuration.md")))
                .as("docs/configuration.md is out of date; write it anew with:"
                        + " ./linnix config reference --markdown > docs/configuration.md")
                .isEqualTo(ConfigPage.markdown());
    }
}
