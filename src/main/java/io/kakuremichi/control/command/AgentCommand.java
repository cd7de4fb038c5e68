package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.Column;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.remote.Body;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.command.remote.Repeatable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "agent", description = "Manages agents, the clients next to the services")
final class AgentCommand extends MachineCommand {
    AgentCommand() {
        super(
                Kind.AGENT,
                Column.of("NAME", "name"),
                Column.of("STATUS", "status"),
                Column.of("VIRTUAL IP", "virtualIp"),
                Column.of("SUBNET", "subnet"),
                Column.time("LAST SEEN", "lastSeenAt"),
                Column.of("ID", "id"));
    }

    @Command(description = "Creates an agent and prints its API key, which is shown only once")
    void create(
            @Parameters(paramLabel = "NAME", description = "1 to 64 of A-Z a-z 0-9 - _") String name,
            @Option(names = "--api-key-file", paramLabel = "FILE", description = API_KEY_FILE) @Nullable Path apiKeyFile,
            @Option(names = "--metadata", paramLabel = "JSON", description = METADATA) @Nullable String metadata,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        var body = new Body().with("name", name).withJson("metadata", metadata);
        create(body, apiKeyFile, repeatable, format, remote);
    }

    @Command(description = "Changes the given fields")
    void update(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Option(names = "--name", paramLabel = "NAME", description = "New name") @Nullable String newName,
            @Option(
                            names = "--metadata",
                            paramLabel = "JSON",
                            description = "A JSON object of your choice; null clears it")
                    @Nullable String metadata,
            @Mixin Format format,
            @Mixin Remote remote) {
        update(name, new Body().with("name", newName).withJson("metadata", metadata), format, remote);
    }
}
