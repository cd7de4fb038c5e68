package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.Column;
import io.kakuremichi.control.command.output.Confirmation;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.remote.Pages;
import io.kakuremichi.control.command.remote.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "certificate", description = "Manages certificates that gateways obtained; never shows private keys")
final class CertificateCommand {
    @Command(description = "Lists certificates")
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

    @Command(description = "Shows a certificate")
    void show(@Parameters(paramLabel = "DOMAIN") String domain, @Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.single(Kind.CERTIFICATE, control.get(Kind.CERTIFICATE.path(domain)));
        }
    }

    @Command(description = "Deletes a certificate; gateways remove it")
    void delete(
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Mixin Confirmation confirmation,
            @Mixin Format format,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            confirmation.beforeDeleting("the certificate of " + domain);
            var answer = control.delete(Kind.CERTIFICATE.path(domain));
            format.done(answer, answer.path("message").asText());
        }
    }
}
