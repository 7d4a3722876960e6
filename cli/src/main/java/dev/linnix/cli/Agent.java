package dev.linnix.cli;

import dev.linnix.cli.http.AgentHttp;
import dev.linnix.cli.http.AgentHttp.Answer;
import dev.linnix.cli.http.Download;
import dev.linnix.cli.http.ErrorJson;
import dev.linnix.cli.http.ResumingStream;
import io.avaje.json.JsonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The agent a command asks. Turns whatever goes wrong into one sentence and an exit code. Thread-safe. */
public final class Agent {
    private static final Json<ErrorJson> ERROR = Json.of(ErrorJson.class);

    private static final int MOST_ANSWER = 1 << 20;

    private final AgentHttp http;

    /**
     * Creates one; nothing is sent yet.
     *
     * @param token null for none
     */
    public Agent(URI address, @Nullable String token) {
        http = new AgentHttp(address, token);
    }

    /** {@return its address} */
    public URI address() {
        return http.address();
    }

    /** {@return the client below, whose failures are exceptions of I/O} */
    AgentHttp http() {
        return http;
    }

    /** {@return the answer, whatever its status} */
    public Answer ask(String path) throws CommandException {
        try {
            return http.get(path);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** {@return a good answer} */
    public Answer good(String path) throws CommandException {
        Answer answer = ask(path);
        if (answer.status() != HttpURLConnection.HTTP_OK) throw refused(path, answer);
        return answer;
    }

    /** {@return the body of a good answer} */
    public String get(String path) throws CommandException {
        return good(path).body();
    }

    /**
     * {@return a stream of events that goes on when the agent comes back}
     *
     * @param patience how long to wait for that; zero for not at all
     */
    public ResumingStream events(String path, Duration patience, ResumingStream.Listener listener)
            throws CommandException {
        try {
            return new ResumingStream(http, path, patience, listener);
        } catch (AgentHttp.RefusedException e) {
            throw refused(path, e.answer());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * Has the agent do something and send bytes in return.
     *
     * @return the bytes, as they come
     */
    public Download post(String path) throws CommandException {
        return download("POST", path);
    }

    /** As {@link #post}, by another method of HTTP. */
    public Download download(String method, String path) throws CommandException {
        try {
            return http.download(method, path);
        } catch (AgentHttp.RefusedException e) {
            CommandException refused = refused(path, e.answer());
            if (refused.status() != HttpURLConnection.HTTP_UNAUTHORIZED) throw refused;
            // The agent says where its token is, which whoever asked without one may not know.
            throw new CommandException(
                    refused.exitCode(), refused.sentence() + " (" + detail(e.answer()) + ")", refused.status());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * Has the agent change something.
     *
     * @param method of HTTP
     * @return what it answers, a short text
     */
    public String change(String method, String path) throws CommandException {
        try (Download answer = download(method, path)) {
            return new String(answer.body().readNBytes(MOST_ANSWER), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * {@return what a text of the agent's means}
     *
     * @param reading throws when the text is not what it should be
     */
    public <T> T read(String text, Function<String, T> reading) throws CommandException {
        try {
            return reading.apply(text);
        } catch (JsonException | IllegalArgumentException | IllegalStateException e) {
            throw new CommandException(
                    ExitCode.NO_AGENT,
                    "what answers at " + address() + " is no Linnix agent: its answer is not the JSON expected ("
                            + firstLine(e) + ")",
                    HttpURLConnection.HTTP_OK);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("empty");
    }

    private CommandException unreachable(IOException e) {
        String reason = switch (e) {
            case UnknownHostException _ -> "no such host";
            case SocketTimeoutException _ -> "no answer in time";
            case ConnectException _ when String.valueOf(e.getMessage()).contains("refused") -> "connection refused";
            default -> String.valueOf(e.getMessage());
        };
        return new CommandException(
                ExitCode.NO_AGENT,
                "cannot reach the agent at " + address() + " (" + reason + "): is it running? Start it with 'sudo "
                        + Console.launcher() + " agent', or give --url");
    }

    private CommandException refused(String path, Answer answer) {
        if (answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            String what = http.hasToken()
                    ? "does not accept the token it was sent"
                    : "wants a token: set LINNIX_API_TOKEN, or give --token-file";
            return new CommandException(ExitCode.NO_AGENT, "the agent at " + address() + " " + what, answer.status());
        }
        return new CommandException(
                answer.status() == HttpURLConnection.HTTP_FORBIDDEN ? ExitCode.NO_AGENT : ExitCode.PROBLEM,
                "the agent answered " + answer.status() + " to " + path + ": " + detail(answer),
                answer.status());
    }

    private static String detail(Answer answer) {
        try {
            ErrorJson error = ERROR.read(answer.body());
            if (error.detail() != null) return error.detail();
            if (error.error() != null) return error.error();
        } catch (JsonException | IllegalStateException _) {
            // Not its JSON: shown as it is.
        }
        String text = answer.body().lines().findFirst().orElse("").strip();
        return text.isEmpty() ? "it does not say why" : text.substring(0, Math.min(text.length(), 200));
    }
}
