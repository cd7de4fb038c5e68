package io.kakuremichi.control.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "certificate", description = "Certificates that gateways have brought, never with their private keys")
final class CertificateCommand {
    @Command(description = "Lists all of them")
    void list(@Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.list(
                    Kind.CERTIFICATE,
                    new Pages(Kind.CERTIFICATE).all(control),
                    Column.of("DOMAIN", "domain"),
                    Column.time("EXPIRES", "expiresAt"),
                    Column.of("RENEWED", "autoRenew"),
                    Column.of("ISSUER", "issuer"));
        }
    }

    @Command(description = "Shows one")
    void show(@Parameters(paramLabel = "DOMAIN") String domain, @Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.single(Kind.CERTIFICATE, control.get(Kind.CERTIFICATE.path(domain)));
        }
    }

    @Command(description = "Deletes it; gateways drop it")
    void delete(@Parameters(paramLabel = "DOMAIN") String domain, @Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            var answer = control.delete(Kind.CERTIFICATE.path(domain));
            format.done(answer, answer.path("message").asText());
        }
    }
}
