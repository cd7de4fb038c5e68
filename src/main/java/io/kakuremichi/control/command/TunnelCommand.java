package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.Column;
import io.kakuremichi.control.command.output.Confirmation;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.remote.Body;
import io.kakuremichi.control.command.remote.Lookup;
import io.kakuremichi.control.command.remote.Pages;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.command.remote.Repeatable;
import io.kakuremichi.control.command.remote.RestClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tunnel", description = "Manages tunnels, which lead from a domain to a service of an agent")
final class TunnelCommand {
    private static final Column[] COLUMNS = {
        Column.of("DOMAIN", "domain"),
        Column.of("AGENT", "agentName"),
        Column.of("TARGET", "target"),
        Column.of("ENABLED", "enabled"),
        Column.of("REPORTED", "reportedStatus"),
        Column.of("ID", "id")
    };

    @Command(description = "Creates a tunnel, enabled unless --disabled is given")
    void create(
            @Parameters(paramLabel = "DOMAIN", description = "A DNS name, optionally starting with *.") String domain,
            @Option(names = "--agent", paramLabel = "AGENT", required = true, description = "Name or id") String agent,
            @Option(
                            names = "--target",
                            paramLabel = "HOST:PORT",
                            required = true,
                            description = "Address at which the agent reaches the service; IPv6 in brackets")
                    String target,
            @Option(names = "--description", paramLabel = "TEXT") @Nullable String description,
            @Option(names = "--disabled", description = "Create the tunnel disabled") boolean disabled,
            @Option(names = "--http-proxy", description = "Serve it as an HTTP proxy too (an exit node)")
                    boolean httpProxy,
            @Option(names = "--socks-proxy", description = "Serve it as a SOCKS proxy too (an exit node)")
                    boolean socksProxy,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var body = new Body()
                    .with("domain", domain)
                    .with("agentId", Lookup.id(control, Kind.AGENT, agent))
                    .with("target", target)
                    .with("description", description)
                    .with("enabled", !disabled)
                    .with("httpProxyEnabled", httpProxy)
                    .with("socksProxyEnabled", socksProxy);
            format.single(Kind.TUNNEL, control.post(Kind.TUNNEL.path(), body.json(), repeatable.key()));
        }
    }

    @Command(description = "Lists tunnels")
    void list(
            @Option(names = "--agent", paramLabel = "AGENT", description = "Only tunnels of this agent (name or id)")
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

    @Command(description = "Shows all fields of a tunnel")
    void show(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.single(Kind.TUNNEL, control.get(Lookup.path(control, Kind.TUNNEL, domain)));
        }
    }

    @Command(description = "Changes the given fields; an empty value clears the description")
    void update(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Option(names = "--domain", paramLabel = "DOMAIN", description = "New domain") @Nullable String newDomain,
            @Option(names = "--agent", paramLabel = "AGENT", description = "New agent (name or id)") @Nullable String agent,
            @Option(names = "--target", paramLabel = "HOST:PORT") @Nullable String target,
            @Option(names = "--description", paramLabel = "TEXT") @Nullable String description,
            @Option(
                            names = "--http-proxy",
                            negatable = true,
                            description = "Serve it, or don't serve it, as an HTTP proxy")
                    @Nullable Boolean httpProxy,
            @Option(
                            names = "--socks-proxy",
                            negatable = true,
                            description = "Serve it, or don't serve it, as a SOCKS proxy")
                    @Nullable Boolean socksProxy,
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
                            .withOptional("description", description)
                            .with("httpProxyEnabled", httpProxy)
                            .with("socksProxyEnabled", socksProxy),
                    format);
        }
    }

    @Command(description = "Enables a tunnel")
    void enable(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            change(control, domain, new Body().with("enabled", true), format);
        }
    }

    @Command(description = "Disables a tunnel without deleting it")
    void disable(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            change(control, domain, new Body().with("enabled", false), format);
        }
    }

    @Command(description = "Deletes a tunnel")
    void delete(
            @Parameters(paramLabel = "DOMAIN", description = "Domain or id") String domain,
            @Mixin Confirmation confirmation,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var path = Lookup.path(control, Kind.TUNNEL, domain);
            confirmation.beforeDeleting("the tunnel " + domain);
            var answer = control.delete(path);
            format.done(answer, answer.path("message").asText());
        }
    }

    private static void change(RestClient control, String domain, Body body, Format format) {
        var change = body.change();
        format.single(Kind.TUNNEL, control.patch(Lookup.path(control, Kind.TUNNEL, domain), change));
    }
}
