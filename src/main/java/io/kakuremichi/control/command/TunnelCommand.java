package io.kakuremichi.control.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tunnel", description = "Tunnels: which domain leads to which service of an agent")
final class TunnelCommand {
    private static final Column[] COLUMNS = {
        Column.of("DOMAIN", "domain"),
        Column.of("AGENT", "agentName"),
        Column.of("TARGET", "target"),
        Column.of("ENABLED", "enabled"),
        Column.of("REPORTED", "reportedStatus"),
        Column.of("ID", "id")
    };

    @Command(description = "Creates one, enabled unless --disabled says otherwise")
    void create(
            @Parameters(paramLabel = "DOMAIN", description = "A DNS name; *. may lead it") String domain,
            @Option(names = "--agent", paramLabel = "AGENT", required = true, description = "Name or id") String agent,
            @Option(
                            names = "--target",
                            paramLabel = "HOST:PORT",
                            required = true,
                            description = "The service, as the agent sees it; IPv6 in brackets")
                    String target,
            @Option(names = "--description", paramLabel = "TEXT") @Nullable String description,
            @Option(names = "--disabled", description = "Not to be used yet") boolean disabled,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var body = new Body()
                    .with("domain", domain)
                    .with("agentId", Lookup.id(control, Kind.AGENT, agent))
                    .with("target", target)
                    .with("description", description)
                    .with("enabled", !disabled);
            format.single(Kind.TUNNEL, control.post(Kind.TUNNEL.path(), body.json(), repeatable.key()));
        }
    }

    @Command(description = "Lists all of them")
    void list(
            @Option(names = "--agent", paramLabel = "AGENT", description = "Only those of this agent, name or id")
                    @Nullable String agent,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var agentId = agent == null ? null : Lookup.id(control, Kind.AGENT, agent);
            format.list(
                    Kind.TUNNEL,
                    new Pages(Kind.TUNNEL).where("agentId", agentId).all(control),
                    COLUMNS);
        }
    }

    @Command(description = "Shows one with everything that is known of it")
    void show(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.single(Kind.TUNNEL, control.get(Lookup.path(control, Kind.TUNNEL, domain)));
        }
    }

    @Command(description = "Changes what is given; an empty text empties the description")
    void update(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Option(names = "--domain", paramLabel = "DOMAIN", description = "A new domain") @Nullable String newDomain,
            @Option(names = "--agent", paramLabel = "AGENT", description = "Another agent, name or id") @Nullable String agent,
            @Option(names = "--target", paramLabel = "HOST:PORT") @Nullable String target,
            @Option(names = "--description", paramLabel = "TEXT") @Nullable String description,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var agentId = agent == null ? null : Lookup.id(control, Kind.AGENT, agent);
            change(
                    control,
                    domain,
                    new Body()
                            .with("domain", newDomain)
                            .with("agentId", agentId)
                            .with("target", target)
                            .withOptional("description", description),
                    format);
        }
    }

    @Command(description = "Lets it be used")
    void enable(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            change(control, domain, new Body().with("enabled", true), format);
        }
    }

    @Command(description = "Keeps it, and lets nobody use it")
    void disable(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            change(control, domain, new Body().with("enabled", false), format);
        }
    }

    @Command(description = "Deletes it")
    void delete(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var answer = control.delete(Lookup.path(control, Kind.TUNNEL, domain));
            format.done(answer, answer.path("message").asText());
        }
    }

    private static void change(RestClient control, String domain, Body body, Format format) {
        var change = body.change();
        format.single(Kind.TUNNEL, control.patch(Lookup.path(control, Kind.TUNNEL, domain), change));
    }
}
