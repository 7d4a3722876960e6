package dev.linnix.agent.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** The bundles there are, as those who ask for them see them. Thread-safe. */
public interface BundleCatalog {
    /** Where no evidence is kept. */
    BundleCatalog EMPTY = new BundleCatalog() {
        @Override
        public List<Bundle> list() {
            return List.of();
        }

        @Override
        public Optional<Bundle> find(String id) {
            return Optional.empty();
        }

        @Override
        public Opened open(String id, String archive) throws NoSuchFileException {
            throw new NoSuchFileException(archive);
        }

        @Override
        public boolean pin(String id, boolean pinned) {
            return false;
        }

        @Override
        public boolean remove(String id) {
            return false;
        }
    };

    /** {@return every bundle, the newest first} */
    List<Bundle> list();

    /** {@return the bundle of an incident} */
    Optional<Bundle> find(String id);

    /**
     * {@return an archive, to be read and closed}
     *
     * @throws NoSuchFileException when it is gone
     * @throws IOException when it cannot be opened
     */
    Opened open(String id, String archive) throws IOException;

    /**
     * Says whether a bundle must stay.
     *
     * @return whether there is one with this id
     * @throws IOException when that cannot be written down
     */
    boolean pin(String id, boolean pinned) throws IOException;

    /**
     * Removes a bundle with all its archives.
     *
     * @return whether there was one
     * @throws IOException when it cannot be removed
     */
    boolean remove(String id) throws IOException;

    /** An archive being read: its bundle is not removed before this is closed. Confined to one thread. */
    interface Opened extends Closeable {
        /** {@return its bytes} */
        FileChannel channel();
    }
}
