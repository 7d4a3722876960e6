package dev.linnix.agent.evidence;

import dev.linnix.agent.audit.AuditEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The bundles of a store, for those who ask for them; a removal is told to the audit log. Thread-safe. */
public final class StoredBundles implements BundleCatalog {
    private final BundleStore store;
    private final Consumer<AuditEvent> audit;

    /** Shows the bundles of {@code store}. */
    public StoredBundles(BundleStore store, Consumer<AuditEvent> audit) {
        this.store = store;
        this.audit = audit;
    }

    @Override
    public List<Bundle> list() {
        return store.list();
    }

    @Override
    public Optional<Bundle> find(String id) {
        return store.find(id);
    }

    @Override
    public Opened open(String id, String archive) throws IOException {
        return store.read(archive);
    }

    @Override
    public boolean pin(String id, boolean pinned) throws IOException {
        Optional<Bundle> bundle = store.find(id);
        return bundle.isPresent() && store.pin(bundle.get().name(), pinned);
    }

    @Override
    public boolean remove(String id) throws IOException {
        Optional<Bundle> bundle = store.find(id);
        if (bundle.isEmpty() || !store.remove(bundle.get().name())) return false;
        audit.accept(new AuditEvent.Deleted(bundle.get().name(), bundle.get().bytes(), "request"));
        return true;
    }
}
