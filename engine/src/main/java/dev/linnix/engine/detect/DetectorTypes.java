package dev.linnix.engine.detect;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of detector on the class path. */
public final class DetectorTypes {
    private DetectorTypes() {}

    /**
     * Finds them by {@link ServiceLoader}.
     *
     * @return one for each name, by name
     * @throws IllegalStateException if two have the same name
     * @throws java.util.ServiceConfigurationError if one cannot be loaded
     */
    public static List<DetectorType> load() {
        Map<String, DetectorType> types = new TreeMap<>();
        for (DetectorType type : ServiceLoader.load(DetectorType.class, DetectorType.class.getClassLoader())) {
            DetectorType other = types.putIfAbsent(type.name(), type);
            if (other != null) {
                throw new IllegalStateException("two detectors are named " + type.name() + ": "
                        + other.getClass().getName() + " and "
                        + type.getClass().getName());
            }
        }
        return List.copyOf(types.values());
    }
}
