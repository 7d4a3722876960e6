package dev.linnix.agent.space;

import dev.linnix.agent.space.Store.Item;

/**
 * Something that is kept, and where.
 *
 * @param store it is in
 * @param ageNs how old it is, ns
 */
record Kept(Store store, Item item, long ageNs) {
    /** {@return what names it among those of all stores} */
    static String key(Store store, Item item) {
        return store.name() + '/' + item.id();
    }

    /** {@return the same, not to be deleted for now} */
    Kept busy() {
        return new Kept(
                store, new Item(item.id(), item.bytes(), item.made(), item.cause(), item.pinned(), true), ageNs);
    }
}
