package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.Column;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.remote.Body;
import io.kakuremichi.control.command.remote.Lookup;
import io.kakuremichi.control.command.remote.Pages;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.command.remote.Repeatable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "token", description = "Manages access tokens of people and scripts")
final class TokenCommand {
    @Command(description = "Creates a token and prints it; it is shown only once")
    void create(
            @Parameters(paramLabel = "NAME", description = "1 to 64 of A-Z a-z 0-9 - _") String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            required = true,
                            completionCandidates = Candidates.Roles.class,
                            description = "viewer reads, operator also changes tunnels, admin may do everything")
                    String role,
            @Option(
                            names = "--expires-at",
                            paramLabel = "TIME",
                            description = "Expiry, such as 2030-01-31T12:00:00Z; never if omitted")
                    @Nullable String expiresAt,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        var body = new Body().with("name", name).with("role", role).with("expiresAt", expiresAt);
        try (var control = remote.open()) {
            format.secret(control.post(Kind.TOKEN.path(), body.json(), repeatable.key()), "token");
        }
    }

    @Command(description = "Lists tokens without their secrets")
    void list(@Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.list(
                    Kind.TOKEN,
                    new Pages(Kind.TOKEN).all(control),
                    Column.of("NAME", "name"),
                    Column.of("ROLE", "role"),
                    Column.of("BEGINS WITH", "prefix"),
                    Column.time("EXPIRES", "expiresAt"),
                    Column.time("LAST USED", "lastUsedAt"),
                    Column.of("ID", "id"));
        }
    }

    @Command(description = "Revokes a token at once on all replicas")
    void revoke(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var answer = control.delete(Lookup.path(control, Kind.TOKEN, name));
            format.done(answer, answer.path("message").asText());
        }
    }
}
