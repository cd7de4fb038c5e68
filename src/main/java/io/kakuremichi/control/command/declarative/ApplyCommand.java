package io.kakuremichi.control.command.declarative;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.command.remote.Repeatable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies documents. */
@Command(
        name = "apply",
        description = {
            "Makes real what documents declare, in one transaction, or nothing.",
            "Prints the API keys of created agents and gateways, which are shown only once."
        })
public final class ApplyCommand implements Runnable {
    @Mixin
    SourceOption source = new SourceOption();

    @Option(names = "--json", description = "Print Control's response unchanged, as JSON in one line")
    boolean json;

    @Option(
            names = "--no-keys",
            description =
                    "Do not print the API keys of created agents and gateways, because the output is kept in a log;"
                            + " new-api-key gives each a new one")
    boolean noKeys;

    @Mixin
    Repeatable repeatable = new Repeatable();

    @Mixin
    @Nullable Remote remote;

    @Override
    public void run() {
        var server = Objects.requireNonNull(remote);
        var answer = source.send(server, false, repeatable.key());
        if (noKeys) {
            removeKeys(answer, server.shell());
        }
        if (json) {
            server.shell().out().println(answer);
        } else {
            new PlanPrinter(server.shell()).applied(answer);
        }
        if (answer.findValue("apiKey") != null) {
            server.shell().requireWritten();
        }
    }

    private static void removeKeys(JsonNode answer, Shell shell) {
        var removed = 0;
        for (var object : answer.path("objects")) {
            if (object instanceof ObjectNode fields && fields.remove("apiKey") != null) {
                removed++;
            }
        }
        if (removed > 0) {
            shell.note(
                    "%s API keys are not shown; new-api-key gives each agent and gateway a new one".formatted(removed));
        }
    }
}
