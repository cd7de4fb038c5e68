package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.command.remote.RestClient;
import java.util.UUID;

/** Reseals Control's secrets under the newest key, call by call until the server reports completion. */
final class Reseal {
    private final RestClient control;
    private final Shell shell;
    private final Format format;

    Reseal(RestClient control, Shell shell, Format format) {
        this.control = control;
        this.shell = shell;
        this.format = format;
    }

    ExitCode run() {
        var total = 0;
        var answer = call();
        for (; !answer.path("complete").asBoolean(); answer = call()) {
            total += answer.path("resealed").asInt();
            if (shell.terminal()) {
                shell.note(total + " so far");
            }
        }
        total += answer.path("resealed").asInt();
        var failed = answer.path("failed").asInt();
        answer.put("resealed", total);
        if (failed > 0) {
            format.done(answer, "%s secrets were resealed".formatted(total));
            shell.note("%s cannot be opened: they need an older key that Control was not given, see its log"
                    .formatted(failed));
            return ExitCode.REFUSED;
        }
        format.done(
                answer,
                "All secrets are sealed under the key %s, %s were changed"
                        .formatted(answer.path("keyId").asText(), total));
        return ExitCode.DONE;
    }

    private ObjectNode call() {
        if (control.post("/api/reseal", null, UUID.randomUUID().toString()) instanceof ObjectNode answer) {
            return answer;
        }
        throw new CommandFailure(ExitCode.UNREACHABLE, "The server is not Control");
    }
}
