package dev.linnix.agent;

/** The version of the program, from the jar's manifest. */
final class Version {
    private Version() {}

    /** {@return for example {@code 0.1.0}; {@code dev} when not run from a jar} */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
