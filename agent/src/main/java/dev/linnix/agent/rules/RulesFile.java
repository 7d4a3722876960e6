package dev.linnix.agent.rules;

import dev.linnix.agent.config.ConfigException;
import dev.linnix.agent.config.TextFile;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Problem;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.rule.RuleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force and the file they come from. All or nothing: a file with an error changes nothing. A change of the
 * file is taken up once it has looked the same twice, so that a file somebody is still writing is not read; editors that
 * rename a new file into place are fine. {@link #status}, {@link #rules()} and {@link #requestReload} are thread-safe, the rest is confined
 * to one thread.
 */
public final class RulesFile {
    /** Name shown for the rules that come with the program. */
    public static final String BUILT_IN = "built-in";

    private static final String RESOURCE = "/dev/linnix/agent/rules/default.yaml";
    private static final System.Logger LOG = System.getLogger(RulesFile.class.getName());

    /** Puts rules in force. */
    @FunctionalInterface
    public interface Target {
        /**
         * Returns when they are in force.
         *
         * @throws InterruptedException when the engine has stopped
         */
        void reload(RuleSet rules) throws InterruptedException;
    }

    /** Is told of each time that rules were read, whatever came of it. */
    @FunctionalInterface
    public interface Reader {
        /** Nobody. */
        Reader NONE = (file, sha256, accepted, problems) -> {};

        /**
         * Rules were read.
         *
         * @param file path, or {@link #BUILT_IN}
         * @param sha256 of its bytes, in hexadecimal; null when it could not be read, or is part of the program
         * @param accepted whether they are in force
         * @param problems errors and warnings
         */
        void read(String file, @Nullable String sha256, boolean accepted, int problems);
    }

    /**
     * Where the rules in force come from.
     *
     * @param file path, or {@link #BUILT_IN}
     * @param loaded when they came into force
     * @param active how many
     * @param reloads that put other rules in force
     * @param lastRejected whether the last file read was rejected, so that older rules are in force
     * @param problems of the last file read, one sentence each
     * @param imported the file of AODv2 that others come from; null when there is none
     */
    public record Status(
            String file,
            Instant loaded,
            int active,
            long reloads,
            boolean lastRejected,
            List<String> problems,
            @Nullable String imported) {}

    /** What tells one version of the file from another. */
    private record Stamp(
            long modifiedMillis, long size, @Nullable Object inode) {}

    private final @Nullable Path file;
    private final RuleSet.@Nullable Source imported;
    private final RuleParser parser;
    private final InstantSource clock;
    private volatile Reader reader = Reader.NONE;
    private volatile Function<RuleSet, List<String>> check = rules -> List.of();
    private volatile @Nullable String sha256;
    private volatile Status status;
    private volatile RuleSet rules = RuleSet.EMPTY;
    private volatile boolean reloadRequested;
    private @Nullable Stamp read;
    private @Nullable Stamp seen;

    /**
     * Creates the holder; nothing is read yet.
     *
     * @param file null for the rules that come with the program
     */
    public RulesFile(@Nullable Path file, RuleParser parser, InstantSource clock) {
        this(file, null, parser, clock);
    }

    /**
     * Creates the holder; nothing is read yet.
     *
     * @param file null for the rules that come with the program
     * @param imported rules in YAML that are in force as well, whatever becomes of the file, and where they come from
     */
    public RulesFile(@Nullable Path file, RuleSet.@Nullable Source imported, RuleParser parser, InstantSource clock) {
        this.file = file;
        this.imported = imported;
        this.parser = parser;
        this.clock = clock;
        this.status = status(0, 0, false, List.of());
    }

    private Status status(int active, long reloads, boolean rejected, List<String> problems) {
        String also = imported == null ? null : imported.name();
        return new Status(name(), clock.instant(), active, reloads, rejected, problems, also);
    }

    /**
     * Reads the rules for the first time.
     *
     * @throws ConfigException with every problem, when there is an error
     */
    public RuleSet load() throws ConfigException {
        read = stamp();
        seen = read;
        ParsedRules parsed = parse();
        List<String> problems =
                parsed.problems().stream().map(Problem::toString).toList();
        if (parsed.hasErrors()) throw new ConfigException(problems);
        problems.forEach(problem -> LOG.log(System.Logger.Level.WARNING, problem));
        status = status(parsed.rules().rules().size(), 0, false, problems);
        rules = parsed.rules();
        return parsed.rules();
    }

    /** {@return the rules in force} */
    public RuleSet rules() {
        return rules;
    }

    /**
     * Has rules without an error looked at further from now on, those in force at once.
     *
     * @param further finds what else is to be warned about, one sentence each
     */
    public void check(Function<RuleSet, List<String>> further) {
        check = further;
        List<String> found = warnings(rules);
        found.forEach(problem -> LOG.log(System.Logger.Level.WARNING, problem));
        Status now = status;
        status = new Status(
                now.file(),
                now.loaded(),
                now.active(),
                now.reloads(),
                now.lastRejected(),
                Stream.concat(now.problems().stream(), found.stream()).toList(),
                now.imported());
    }

    private List<String> warnings(RuleSet of) {
        return check.apply(of).stream()
                .map(warning -> of.source().name() + ": warning: " + warning)
                .toList();
    }

    /** Has somebody told of each time that rules are read from now on, and at once of the last time. */
    public void tell(Reader told) {
        reader = told;
        Status now = status;
        told.read(now.file(), sha256, !now.lastRejected(), now.problems().size());
    }

    /** {@return where the rules in force come from} */
    public Status status() {
        return status;
    }

    /** Has the file read again at the next {@link #poll}, changed or not. */
    public void requestReload() {
        reloadRequested = true;
    }

    /**
     * Reads the file again if that was asked for or it has changed; to be called about once a second.
     *
     * @throws InterruptedException when the engine has stopped
     */
    public void poll(Target target) throws InterruptedException {
        Stamp now = stamp();
        boolean changed = now != null && now.equals(seen) && !now.equals(read);
        seen = now;
        // One that comes back may look as before, down to the inode, and hold something else.
        if (now == null) read = null;
        if (!changed && !reloadRequested) return;
        reloadRequested = false;
        read = now;
        reload(target);
    }

    private void reload(Target target) throws InterruptedException {
        ParsedRules parsed;
        try {
            parsed = parse();
        } catch (ConfigException e) {
            reject(e.problems());
            return;
        }
        List<String> problems =
                parsed.problems().stream().map(Problem::toString).toList();
        if (parsed.hasErrors()) {
            reject(problems);
            return;
        }
        problems = Stream.concat(problems.stream(), warnings(parsed.rules()).stream())
                .toList();
        // Before, since an alert of a new rule may come before the engine says that it is in force.
        RuleSet before = rules;
        rules = parsed.rules();
        try {
            target.reload(parsed.rules());
        } catch (RuntimeException e) {
            rules = before;
            throw e;
        }
        int active = parsed.rules().rules().size();
        status = status(active, status.reloads() + 1, false, problems);
        reader.read(name(), sha256, true, problems.size());
        problems.forEach(problem -> LOG.log(System.Logger.Level.WARNING, problem));
        LOG.log(System.Logger.Level.INFO, "rules reloaded from " + name() + ": " + active + " active");
    }

    private void reject(List<String> problems) {
        Status old = status;
        status = new Status(old.file(), old.loaded(), old.active(), old.reloads(), true, problems, old.imported());
        reader.read(name(), sha256, false, problems.size());
        problems.forEach(problem -> LOG.log(System.Logger.Level.ERROR, problem));
        LOG.log(System.Logger.Level.ERROR, "rules not reloaded: the " + old.active() + " from before stay in force");
    }

    private ParsedRules parse() throws ConfigException {
        ParsedRules own = parseFile();
        if (imported == null || own.hasErrors()) return own;
        RuleSet more = parse(imported, parser);
        List<String> clashes = clashes(own.rules(), more);
        if (!clashes.isEmpty()) {
            throw new ConfigException(clashes.stream()
                    .map(clash -> imported.name() + ": " + clash)
                    .toList());
        }
        return new ParsedRules(own.rules().plus(more), own.problems());
    }

    /** {@return rules of a text that this program wrote} */
    public static RuleSet parse(RuleSet.Source imported, RuleParser parser) {
        ParsedRules parsed = parser.parse(RuleText.FILE, imported.text());
        if (parsed.hasErrors()) throw new IllegalStateException(imported.name() + ": " + parsed.problems());
        return parsed.rules();
    }

    /** {@return why rules cannot be in force together, one sentence for each reason} */
    public static List<String> clashes(RuleSet own, RuleSet more) {
        Set<String> names = own.rules().stream().map(Rule::name).collect(Collectors.toSet());
        List<String> clashes = new ArrayList<>();
        for (Rule rule : more.rules()) {
            if (!names.contains(rule.name())) continue;
            clashes.add("rule " + rule.name() + " is in " + own.source().name() + " too; expected it in one of them");
        }
        int all = own.rules().size() + more.rules().size();
        if (all > RuleParser.MAX_RULES) {
            clashes.add("expected at most " + RuleParser.MAX_RULES + " rules together, found " + all);
        }
        return clashes;
    }

    /** {@return the text of the rules that come with the program} */
    public static RuleSet.Source builtIn() {
        try (InputStream in = Objects.requireNonNull(RulesFile.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new RuleSet.Source("default.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    private ParsedRules parseFile() throws ConfigException {
        sha256 = null;
        try {
            if (file != null) {
                String text = TextFile.read(file);
                sha256 = TextFile.sha256(text);
                return parser.parse(file.toString(), text);
            }
            RuleSet.Source builtIn = builtIn();
            return parser.parse(builtIn.name(), builtIn.text());
        } catch (NoSuchFileException e) {
            throw new ConfigException(name() + ": there is no such rules file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(name() + ": expected UTF-8 text, found other bytes");
        } catch (IOException e) {
            throw new ConfigException("cannot read rules " + name() + ": " + e);
        }
    }

    private @Nullable Stamp stamp() {
        if (file == null) return null;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            // Between an editor's unlink and rename there is none; what was read stays in force.
            return null;
        }
    }

    private String name() {
        return file == null ? BUILT_IN : file.toString();
    }
}
