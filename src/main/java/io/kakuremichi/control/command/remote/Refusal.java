package io.kakuremichi.control.command.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExactJson;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.TextEncoding;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.stream.Collectors;

/** Maps an error response to a failure. */
final class Refusal {
    /** From a proxy without a reachable Control, or from a Control without its database. */
    private static final Set<Integer> AWAY = Set.of(502, 503, 504);

    private Refusal() {}

    static CommandFailure of(URI base, HttpResponse<?> response, String body) {
        var status = response.statusCode();
        var error = error(body);
        if (error.path("message").isTextual()) {
            return new CommandFailure(exitCode(status), words(error));
        }
        if (status / 100 == 3) {
            var elsewhere = response.headers().firstValue("Location").orElse("another address");
            return new CommandFailure(
                    ExitCode.UNREACHABLE,
                    TextEncoding.printable(base + " redirects to " + elsewhere + "; set --url to that address"));
        }
        // Not an error of Control's: it comes from a proxy or from another server.
        return new CommandFailure(exitCode(status), "%s answered %s without a reason".formatted(base, status));
    }

    /** The error of an error response; missing if the body is another one. */
    static JsonNode error(String body) {
        return json(body).path("error");
    }

    private static ExitCode exitCode(int status) {
        if (status == 401 || status == 403) {
            return ExitCode.NOT_ALLOWED;
        }
        return AWAY.contains(status) ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
    }

    private static String words(JsonNode error) {
        var details = error.path("details").properties().stream()
                .map(field -> field.getKey() + " " + field.getValue().asText())
                .collect(Collectors.joining("; "));
        var message = error.path("message").asText();
        return TextEncoding.printable(details.isEmpty() ? message : message + ": " + details);
    }

    private static JsonNode json(String body) {
        try {
            return ExactJson.read(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
