package io.kakuremichi.control.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "agent", description = "Agents, which run next to the services")
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

    @Command(description = "Creates one and prints its API key, this once")
    void create(
            @Parameters(paramLabel = "NAME", description = "1 to 64 of A-Z a-z 0-9 - _") String name,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        create(new Body().with("name", name), repeatable, format, remote);
    }

    @Command(description = "Changes what is given")
    void update(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Option(names = "--name", paramLabel = "NAME", description = "A new name") @Nullable String newName,
            @Option(names = "--metadata", paramLabel = "JSON", description = "An object of your own; null for none")
                    @Nullable String metadata,
            @Mixin Format format,
            @Mixin Remote remote) {
        update(name, new Body().with("name", newName).withJson("metadata", metadata), format, remote);
    }
}
