package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.http.EventStream;
import dev.linnix.cli.http.EventStream.Event;
import dev.linnix.cli.http.GapJson;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Prints a stream of events until it ends. */
final class Follow {
    private static final Json<GapJson> GAP = Json.of(GapJson.class);

    private Follow() {}

    /** What to do with an event. */
    interface Printer {
        /** Prints it. */
        void print(Event event) throws CommandException;
    }

    /**
     * Follows until nobody reads any more.
     *
     * @return fine
     * @throws CommandException when the agent does not answer, or ends the stream
     */
    static int stream(Agent agent, String path, Terminal terminal, Printer printer) throws CommandException {
        AtomicBoolean unread = new AtomicBoolean();
        try (EventStream events = agent.events(path)) {
            terminal.whenUnread(() -> {
                unread.set(true);
                end(events);
            });
            for (Event event = events.next(); event != null; event = events.next()) {
                if (event.name().equals("gap")) complain(agent.read(event.data(), GAP::read), terminal);
                else printer.print(event);
                if (terminal.isClosed()) return ExitCode.FINE;
            }
        } catch (IOException e) {
            if (unread.get()) return ExitCode.FINE;
            throw new CommandException(
                    ExitCode.NO_AGENT, "the stream of the agent at " + agent.address() + " broke: " + e.getMessage());
        }
        throw new CommandException(ExitCode.NO_AGENT, "the agent at " + agent.address() + " ended the stream");
    }

    private static void end(EventStream events) {
        try {
            events.close();
        } catch (IOException _) {
            // A stream that cannot be closed is broken, which ends the wait for it as well.
        }
    }

    private static void complain(GapJson gap, Terminal terminal) {
        String count = gap.lost() == null ? "an unknown number" : gap.lost().toString();
        terminal.complain("linnix: events are missing here: " + count + " (" + AlertText.text(gap.of()) + "): "
                + AlertText.text(gap.reason()));
    }
}
