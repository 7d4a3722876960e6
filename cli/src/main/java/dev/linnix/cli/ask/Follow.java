package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.http.EventStream.Event;
import dev.linnix.cli.http.GapJson;
import dev.linnix.cli.http.ResumingStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Option;

/** Prints a stream of events, also beyond a restart of the agent. */
final class Follow {
    private static final Json<GapJson> GAP = Json.of(GapJson.class);

    @Option(
            names = "--retry",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to try again when the agent goes (default: ${DEFAULT-VALUE}; 0: not at all).")
    private int retry;

    /** What to do with an event. */
    interface Printer {
        /** Prints it. */
        void print(Event event) throws CommandException;
    }

    /**
     * Follows until nobody reads any more.
     *
     * @return fine
     * @throws CommandException when the agent does not answer, or ends the stream and does not come back
     */
    int stream(Agent agent, String path, Terminal terminal, Printer printer) throws CommandException {
        AtomicBoolean unread = new AtomicBoolean();
        try (ResumingStream events = agent.events(path, Duration.ofSeconds(Math.max(0, retry)), told(terminal))) {
            terminal.whenUnread(() -> {
                unread.set(true);
                end(events);
            });
            while (true) {
                Event event = events.next();
                if (event.name().equals("gap")) complain(agent.read(event.data(), GAP::read), terminal);
                else printer.print(event);
                if (terminal.isClosed()) return ExitCode.FINE;
            }
        } catch (IOException e) {
            if (unread.get()) return ExitCode.FINE;
            throw new CommandException(
                    ExitCode.NO_AGENT, "the stream of the agent at " + agent.address() + " broke: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FINE;
        }
    }

    private ResumingStream.Listener told(Terminal terminal) {
        return new ResumingStream.Listener() {
            @Override
            public void broken(String why) {
                terminal.complain("linnix: the stream broke: " + why + "; trying again for up to " + retry + " s");
            }

            @Override
            public void resumed(Duration without) {
                terminal.complain(String.format(
                        Locale.ROOT, "linnix: the stream goes on after %.1f s", without.toMillis() / 1000.0));
            }
        };
    }

    private static void end(ResumingStream events) {
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
