package dev.linnix.engine.table;

import dev.linnix.engine.record.ImageFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal images the same object while they are common, so that a loop that runs one command a thousand times a
 * second allocates it once. Direct-mapped: a collision only costs an allocation. Not thread-safe.
 */
final class ImageCache {
    private static final int CAPACITY = 1024;

    private final @Nullable Image[] images = new @Nullable Image[CAPACITY];

    Image intern(ImageFlyweight from) {
        int hash = from.hash();
        int slot = (hash ^ hash >>> 16) & (CAPACITY - 1);
        Image known = images[slot];
        if (known != null && known.sameAs(from)) return known;
        Image image = Image.copyOf(from);
        images[slot] = image;
        return image;
    }
}
