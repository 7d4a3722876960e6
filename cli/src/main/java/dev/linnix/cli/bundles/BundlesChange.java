package dev.linnix.cli.bundles;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.http.BundleJson;
import dev.linnix.cli.http.Query;
import dev.linnix.evidence.BundleNames;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Has the agent change something about bundles. */
abstract class BundlesChange extends AgentCommand {
    private final String method;
    private final String verb;
    private final String done;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The id of an incident.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> ids;

    /**
     * Creates the command.
     *
     * @param method of the request
     * @param verb what follows the id in the route
     * @param done said when it was done
     */
    BundlesChange(Console console, String method, String verb, String done) {
        super(console);
        this.method = method;
        this.verb = verb;
        this.done = done;
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        for (String id : ids) {
            if (!BundleNames.isId(id)) throw usage("ID: expected the id of an incident, found '" + id + "'");
        }
        for (String id : ids) {
            String body = agent.change(method, "/bundles/" + Query.encode(id) + verb);
            BundleJson bundle = agent.read(body, Archives.BUNDLE::read);
            if (json()) printJson(body);
            else terminal.line(bundle.id() + " " + done);
        }
        return ExitCode.FINE;
    }
}
