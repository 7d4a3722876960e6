package dev.linnix.agent.api;

import com.sun.net.httpserver.Headers;
import dev.linnix.agent.api.json.BundleJson;
import dev.linnix.agent.evidence.Bundle;
import dev.linnix.agent.evidence.Bundle.Archive;
import dev.linnix.agent.evidence.BundleCatalog;
import dev.linnix.evidence.BundleNames;
import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Bundles of evidence: which there are, what is in them, and their archives as they are on disk. */
final class BundleRoutes {
    /** Archives handed out at one time: each may keep a file that was removed from being given back. */
    static final int MOST_READERS = 4;

    static final int MOST = 1000;

    static final int USUAL = 100;

    private static final String FILE_NAME = "Content-Disposition";
    private static final int PIECE = 64 << 10;
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final BundleCatalog bundles;
    private final Streams streams;
    private final Semaphore readers = new Semaphore(MOST_READERS);
    /** A manifest may have megabytes: they are read one at a time. */
    private final Semaphore one = new Semaphore(1, true);

    BundleRoutes(BundleCatalog bundles, Streams streams) {
        this.bundles = bundles;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/bundles", "Bundles of evidence, newest first.")
                        .query("rule", "string", "that fired first")
                        .query("limit", "integer", "1 to 1000, default 100")
                        .array(BundleJson.class)
                        .answer(this::list),
                Route.get("/bundles/{id}", "One bundle, with the manifest of its first archive.")
                        .path("id", "string", "of the incident")
                        .object(BundleJson.class)
                        .answer(this::show),
                Route.delete("/bundles/{id}", "Removes a bundle that is neither pinned nor in progress.")
                        .path("id", "string", "of the incident")
                        .object(BundleJson.class)
                        .answer(this::remove),
                Route.get("/bundles/{id}/archive", "An archive of a bundle: a tar, compressed with Zstandard.")
                        .path("id", "string", "of the incident")
                        .query("phase", "integer", "1 at once, 2 what takes longer, 3 after the end; default 1")
                        .bytes()
                        .withToken()
                        .answer(this::archive),
                Route.post("/bundles/{id}/pin", "Keeps a bundle from being removed to make room.")
                        .path("id", "string", "of the incident")
                        .object(BundleJson.class)
                        .answer(request -> pin(request, true)),
                Route.post("/bundles/{id}/unpin", "Takes a pin back.")
                        .path("id", "string", "of the incident")
                        .object(BundleJson.class)
                        .answer(request -> pin(request, false)));
    }

    private Response list(Request request) throws HttpError {
        long limit = request.number("limit", 1, MOST).orElse((long) USUAL);
        Optional<String> rule = request.text("rule");
        return Response.array(array -> {
            List<Bundle> chosen = bundles.list().stream()
                    .filter(bundle -> rule.isEmpty() || rule.get().equals(bundle.rule()))
                    .limit(limit)
                    .toList();
            for (Bundle bundle : chosen) array.add(view(bundle, null, null));
        });
    }

    private Response show(Request request) throws HttpError, InterruptedException {
        Bundle bundle = find(request);
        if (bundle.archives().isEmpty()) return Response.ok(view(bundle, null, null));
        if (!one.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw HttpError.busy("too many manifests are being read; try again");
        }
        try (BundleCatalog.Opened opened = open(bundle, bundle.archives().getFirst())) {
            Manifest manifest = BundleReader.manifest(
                    opened.channel(), bundle.archives().getFirst().name());
            return Response.ok(view(bundle, manifest, null));
        } catch (IOException e) {
            return Response.ok(view(bundle, null, reason(e)));
        } finally {
            one.release();
        }
    }

    private @Nullable Response archive(Request request) throws Exception {
        Bundle bundle = find(request);
        long phase = request.number("phase", 1, 3).orElse(1L);
        Archive archive = bundle.archives().stream()
                .filter(each -> each.number() == phase && BundleNames.isArchive(each.name()))
                .findFirst()
                .orElseThrow(() -> HttpError.notFound("the bundle has no archive of phase " + phase
                        + (bundle.busy() ? ", but more is being added" : "")));
        if (!readers.tryAcquire()) {
            throw HttpError.busy("already " + MOST_READERS + " archives are being handed out");
        }
        Headers headers = request.exchange().getResponseHeaders();
        try (BundleCatalog.Opened opened = open(bundle, archive)) {
            FileChannel channel = opened.channel();
            long length = length(channel);
            headers.set(FILE_NAME, "attachment; filename=\"" + archive.name() + "\"");
            streams.serve(request.exchange(), Response.BYTES, length, reader -> send(channel, reader));
        } catch (HttpError e) {
            // Nothing was sent, and an error is no file.
            headers.remove(FILE_NAME);
            throw e;
        } finally {
            readers.release();
        }
        return null;
    }

    private static long length(FileChannel channel) throws HttpError {
        try {
            long length = channel.size();
            if (length > 0) return length;
        } catch (IOException e) {
            throw HttpError.unavailable("the archive cannot be read: " + reason(e));
        }
        throw HttpError.unavailable("the archive is empty");
    }

    private static void send(FileChannel channel, Streams.Reader reader) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (reader.isServed() && channel.read(piece) >= 0) {
            reader.write(piece.array(), piece.position());
            piece.clear();
        }
    }

    private Response pin(Request request, boolean pinned) throws HttpError {
        Bundle bundle = find(request);
        try {
            if (!bundles.pin(bundle.incident(), pinned)) throw gone(bundle.incident());
        } catch (IOException e) {
            throw HttpError.unavailable("the pin cannot be written down: " + reason(e));
        }
        return Response.ok(view(find(request), null, null));
    }

    private Response remove(Request request) throws HttpError {
        Bundle bundle = find(request);
        if (bundle.pinned()) throw conflict("the bundle " + bundle.incident() + " is pinned: take the pin back first");
        if (bundle.busy())
            throw conflict("more is being added to the bundle " + bundle.incident() + "; try again later");
        try {
            if (!bundles.remove(bundle.incident())) throw gone(bundle.incident());
        } catch (IOException e) {
            throw HttpError.unavailable("the bundle cannot be removed: " + reason(e));
        }
        return Response.ok(view(bundle, null, null));
    }

    private Bundle find(Request request) throws HttpError {
        String id = request.path().getOrDefault("id", "");
        if (!BundleNames.isId(id)) throw HttpError.notFound("no bundle can have this id");
        return bundles.find(id).orElseThrow(() -> gone(id));
    }

    private BundleCatalog.Opened open(Bundle bundle, Archive archive) throws HttpError {
        try {
            return bundles.open(bundle.incident(), archive.name());
        } catch (NoSuchFileException e) {
            throw gone(bundle.incident());
        } catch (IOException e) {
            throw HttpError.unavailable("the archive cannot be opened: " + reason(e));
        }
    }

    private static HttpError gone(String id) {
        return HttpError.notFound("no bundle \"" + id + "\" is kept");
    }

    private static HttpError conflict(String detail) {
        return new HttpError(409, "conflict", detail);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static BundleJson view(Bundle bundle, @Nullable Manifest manifest, @Nullable String problem) {
        return new BundleJson(
                bundle.incident(),
                bundle.rule(),
                bundle.cause(),
                bundle.firedAt().toString(),
                bundle.pinned(),
                bundle.busy(),
                bundle.bytes(),
                bundle.archives().stream()
                        .map(each -> new BundleJson.ArchiveJson(each.name(), each.number(), each.size()))
                        .toList(),
                manifest,
                problem);
    }
}
