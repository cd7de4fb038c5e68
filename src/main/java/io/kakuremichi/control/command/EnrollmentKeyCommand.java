package io.kakuremichi.control.command;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "enrollment-key", description = "Manages keys with which machines enroll as agents or gateways")
final class EnrollmentKeyCommand {
    private static final String UNLIMITED = "unlimited";
    private static final String NEVER = "never";

    @Command(description = "Creates an enrollment key and prints it; it is shown only once")
    void create(
            @Parameters(paramLabel = "NAME", description = "1 to 64 of A-Z a-z 0-9 - _") String name,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            required = true,
                            completionCandidates = Candidates.ClientTypes.class,
                            description = "What enrolls with it: agent or gateway")
                    String type,
            @Option(
                            names = "--uses",
                            paramLabel = "NUMBER",
                            description = "How many clients may enroll, or " + UNLIMITED + "; 1 if omitted")
                    @Nullable String uses,
            @Option(
                            names = "--expires-at",
                            paramLabel = "TIME",
                            description =
                                    "Expiry, such as 2030-01-31T12:00:00Z, or " + NEVER + "; in 24 hours if omitted")
                    @Nullable String expiresAt,
            @Option(names = "--region", paramLabel = "TEXT", description = "The region of its gateways") @Nullable String region,
            @Option(
                            names = "--metadata",
                            paramLabel = "JSON",
                            description = "A JSON object of your choice for its clients")
                    @Nullable String metadata,
            @Option(names = "--ephemeral", description = "Delete its clients when they stay offline") boolean ephemeral,
            @Option(
                            names = "--ephemeral-after",
                            paramLabel = "DURATION",
                            description =
                                    "With --ephemeral: how long they may be offline, from PT10M to P365D; PT1H if omitted")
                    @Nullable String ephemeralAfter,
            @Mixin Repeatable repeatable,
            @Mixin Format format,
            @Mixin Remote remote) {
        var body = new Body()
                .with("name", name)
                .with("type", type)
                .withJson("uses", number(uses))
                .withOptional("expiresAt", NEVER.equals(expiresAt) ? "" : expiresAt)
                .with("region", region)
                .withJson("metadata", metadata)
                .with("ephemeralAfter", ephemeralAfter);
        if (ephemeral) {
            body.with("ephemeral", true);
        }
        try (var control = remote.open()) {
            format.secret(control.post(Kind.ENROLLMENT_KEY.path(), body.json(), repeatable.key()), "key");
        }
    }

    private static @Nullable String number(@Nullable String uses) {
        if (uses == null || uses.matches("[0-9]{1,9}")) {
            return uses;
        }
        if (uses.equals(UNLIMITED)) {
            return "null";
        }
        throw CommandFailure.usage("--uses must be a whole number or " + UNLIMITED);
    }

    @Command(description = "Lists enrollment keys without their secrets")
    void list(@Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.list(
                    Kind.ENROLLMENT_KEY,
                    new Pages(Kind.ENROLLMENT_KEY).all(control),
                    Column.of("NAME", "name"),
                    Column.of("TYPE", "type"),
                    Column.of("STATE", "state"),
                    Column.of("BEGINS WITH", "keyPrefix"),
                    Column.of("USED", "used"),
                    Column.of("USES", "uses"),
                    Column.time("EXPIRES", "expiresAt"),
                    Column.time("LAST USED", "lastUsedAt"),
                    Column.of("ID", "id"));
        }
    }

    @Command(description = "Shows all fields of one")
    void show(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.single(Kind.ENROLLMENT_KEY, control.get(Lookup.path(control, Kind.ENROLLMENT_KEY, name)));
        }
    }

    @Command(
            description = {
                "Revokes an enrollment key at once on all replicas, or deletes one that can no longer be used.",
                "Its clients stay in both cases."
            })
    void delete(
            @Parameters(paramLabel = "NAME", description = "Name or id") String name,
            @Mixin Confirmation confirmation,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            var path = Lookup.path(control, Kind.ENROLLMENT_KEY, name);
            confirmation.beforeDeleting("the enrollment key " + name);
            var answer = control.delete(path);
            format.done(answer, answer.path("message").asText());
        }
    }
}
