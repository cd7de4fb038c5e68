package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.Column;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.Confirmation;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.remote.Body;
import io.kakuremichi.control.command.remote.Lookup;
import io.kakuremichi.control.command.remote.Pages;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.command.remote.Repeatable;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that agents and gateways share. */
@Command
abstract class MachineCommand {
    static final String API_KEY_FILE = "A file with the API key that the client has already, instead of a new key";
    static final String METADATA = "A JSON object of your choice";

    private final Kind kind;
    private final Column[] columns;

    MachineCommand(Kind kind, Column... columns) {
        this.kind = kind;
        this.columns = columns;
    }

    @Command(description = "Lists them")
    void list(
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            completionCandidates = Candidates.Statuses.class,
                            description = "Filter by status: online, offline, error")
                    @Nullable String status,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.list(kind, new Pages(kind).where("status", status).all(control), columns);
        }
    }

    @Command(description = "Shows all fields of one")
    void show(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.single(kind, control.get(Lookup.path(control, kind, name)));
        }
    }

    @Command(description = "Deletes it, and the tunnels of an agent; closes its connection")
    void delete(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Mixin Confirmation confirmation,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var path = Lookup.path(control, kind, name);
            confirmation.beforeDeleting(
                    "the %s %s%s".formatted(kind.word(), name, kind == Kind.AGENT ? " and its tunnels" : ""));
            var answer = control.delete(path);
            format.done(answer, answer.path("message").asText());
        }
    }

    @Command(
            name = "new-api-key",
            description = "Replaces its API key: the old key stops working at once, and the connection is closed")
    void newApiKey(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.secret(
                    control.post(Lookup.path(control, kind, name) + "/api-key", null, repeatable.key()), "apiKey");
        }
    }

    @Command(
            name = "rotate-key",
            description =
                    "Starts a WireGuard key rotation; tunnels keep working, and `show` reports the progress (keyDelivery)")
    void rotateKey(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var answer = control.post(Lookup.path(control, kind, name) + "/wireguard-key", null, repeatable.key());
            format.done(answer, "Key rotation started");
        }
    }

    final void create(Body body, @Nullable Path apiKeyFile, Repeatable repeatable, Format format, Remote remote) {
        var apiKey = apiKeyFile == null ? null : secretIn(apiKeyFile).value();
        try (var control = apiKey == null ? remote.open() : remote.openForSecrets()) {
            body.with("apiKey", apiKey);
            format.secret(control.post(kind.path(), body.json(), repeatable.key()), "apiKey");
        }
    }

    private static Secret secretIn(Path file) {
        try {
            return SecretSetting.read("", Optional.empty(), "--api-key-file", Optional.of(file))
                    .orElseThrow();
        } catch (IllegalStateException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    final void update(String name, Body body, Format format, Remote remote) {
        JsonNode change = body.change();
        try (var control = remote.open()) {
            format.single(kind, control.patch(Lookup.path(control, kind, name), change));
        }
    }
}
