package dev.linnix.cli.demo;

/** What was really injected, as the injector itself knows it. */
public interface Suspect {
    /** {@return the root} */
    long pid();

    /** {@return what was started, short, for people} */
    String command();

    /** {@return whether a live process is the root or descends from it} */
    boolean contains(long pid);
}
