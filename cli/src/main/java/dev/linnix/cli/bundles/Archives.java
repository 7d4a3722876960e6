package dev.linnix.cli.bundles;

import dev.linnix.cli.Agent;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.http.BundleJson;
import dev.linnix.cli.http.Download;
import dev.linnix.cli.http.Query;
import dev.linnix.evidence.BundleNames;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Where archives come from: a file, for which no agent need run, or an agent that is asked for the bundle of an incident. */
final class Archives {
    static final Json<BundleJson> BUNDLE = Json.of(BundleJson.class);

    /** Opens an archive. */
    @FunctionalInterface
    interface Opening {
        /** {@return its bytes, to be closed} */
        ReadableByteChannel open() throws CommandException, IOException;
    }

    /**
     * An archive that can be read.
     *
     * @param name for people
     * @param opening opens it from its beginning
     */
    record Source(String name, Opening opening) {}

    private Archives() {}

    /** {@return whether it is a file that is meant, and not the id of an incident} */
    static boolean isFile(String what) {
        return what.contains("/") || what.endsWith(BundleNames.SUFFIX) || !BundleNames.isId(what);
    }

    /**
     * {@return the archives meant: a file, or all those of a bundle, by phase}
     *
     * @throws CommandException when there are none
     */
    static List<Source> of(String what, Agent agent) throws CommandException {
        if (isFile(what)) {
            Path file = Path.of(what);
            return List.of(new Source(what, () -> open(file)));
        }
        BundleJson bundle = bundle(agent, what);
        if (bundle.archives().isEmpty()) {
            throw new CommandException(
                    ExitCode.PROBLEM,
                    "the bundle " + what + " has no archive yet: the first is being written; try again");
        }
        return bundle.archives().stream()
                .map(archive -> source(agent, what, archive))
                .toList();
    }

    /** {@return what the agent tells of a bundle} */
    static BundleJson bundle(Agent agent, String id) throws CommandException {
        return agent.read(agent.get("/bundles/" + Query.encode(id)), BUNDLE::read);
    }

    private static Source source(Agent agent, String id, BundleJson.ArchiveJson archive) {
        String path = new Query("/bundles/" + Query.encode(id) + "/archive")
                .with("phase", archive.phase())
                .toString();
        return new Source(archive.name(), () -> {
            Download download = agent.download("GET", path);
            return Channels.newChannel(new FilterInputStream(download.body()) {
                @Override
                public void close() throws IOException {
                    download.close();
                }
            });
        });
    }

    /**
     * {@return a file to read; why it cannot be is one sentence}
     *
     * @throws NoBundleException when it is something else than a bundle
     */
    static FileChannel open(Path file) throws CommandException, IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new CommandException(ExitCode.USAGE, file + ": expected an archive, found a directory");
            }
            // A pipe would be waited for.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new CommandException(ExitCode.USAGE, file + ": expected an archive, found no regular file");
            }
            return opened(file);
        } catch (NoSuchFileException _) {
            throw new CommandException(ExitCode.USAGE, file + ": there is no such file");
        } catch (AccessDeniedException _) {
            throw new CommandException(
                    ExitCode.USAGE,
                    file + ": no permission to read it; bundles are for their owner and group, so try sudo, or become a"
                            + " member of the agent's group");
        }
    }

    private static FileChannel opened(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            NoBundleException.check(channel, file);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
