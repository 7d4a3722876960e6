package dev.linnix.engine.table;

import dev.linnix.engine.record.ImageFlyweight;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal images the same object while they are common, so that a loop that runs one command a thousand times a
 * second allocates it once. Direct-mapped: a collision only costs an allocation. Not thread-safe.
 */
final class ImageCache {
    private static final int CAPACITY = 1024;

    private final @Nullable Image[] images = new @Nullable Image[CAPACITY];

    Image intern(ImageFlyweight from) {
        int hash = hash(from.segment(), from.pathOffset(), from.pathLength(), from.argc());
        hash = hash(from.segment(), from.argsOffset(), from.argsLength(), hash);
        int slot = (hash ^ hash >>> 16) & (CAPACITY - 1);
        Image known = images[slot];
        if (known != null && known.sameAs(from)) return known;
        Image image = Image.copyOf(from);
        images[slot] = image;
        return image;
    }

    private static int hash(MemorySegment segment, long offset, int length, int seed) {
        int hash = seed;
        for (int i = 0; i < length; i++) hash = hash * 31 + segment.get(ValueLayout.JAVA_BYTE, offset + i);
        return hash * 31 + length;
    }
}
