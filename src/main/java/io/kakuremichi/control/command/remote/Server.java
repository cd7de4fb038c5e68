package io.kakuremichi.control.command.remote;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.credential.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the server. */
public class Server {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "URL of Control (KAKUREMICHI_URL; http://localhost:3001)")
    @Nullable String url;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Trust only the certificate authorities in this PEM file (KAKUREMICHI_CA_FILE)")
    @Nullable Path caFile;

    @Option(
            names = "--client-certificate-file",
            paramLabel = "FILE",
            description = "Show the client certificate in this PEM file to a server that asks for one"
                    + " (KAKUREMICHI_CLIENT_CERTIFICATE_FILE)")
    @Nullable Path clientCertificateFile;

    @Option(
            names = "--client-key-file",
            paramLabel = "FILE",
            description = "Its private key (KAKUREMICHI_CLIENT_KEY_FILE)")
    @Nullable Path clientKeyFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Seconds to wait for a response (${DEFAULT-VALUE})")
    int timeout = 30;

    private final Shell shell;

    /** Options that fall back to variables of the given environment. */
    public Server(Shell shell) {
        this.shell = shell;
    }

    /** The environment of the command. */
    public final Shell shell() {
        return shell;
    }

    /**
     * Opens a client of the selected server, which the caller closes. Sends nothing yet.
     *
     * @param credential what it presents to the server at that URL
     */
    public final RestClient open(Function<URI, Secret> credential) {
        if (timeout < 1) {
            throw CommandFailure.usage("--timeout must be at least 1");
        }
        var base = base();
        var tls = ClientTls.of(
                file(caFile, "KAKUREMICHI_CA_FILE"),
                file(clientCertificateFile, "KAKUREMICHI_CLIENT_CERTIFICATE_FILE"),
                file(clientKeyFile, "KAKUREMICHI_CLIENT_KEY_FILE"));
        return new RestClient(base, credential.apply(base), Duration.ofSeconds(timeout), tls);
    }

    private Optional<Path> file(@Nullable Path option, String variable) {
        return Optional.ofNullable(option).or(() -> shell.variable(variable).map(Path::of));
    }

    private URI base() {
        var text = url != null ? url : shell.variable("KAKUREMICHI_URL").orElse("http://localhost:3001");
        try {
            var uri = URI.create(text);
            var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return URI.create(text.replaceAll("/+$", ""));
            }
        } catch (IllegalArgumentException e) {
            // Rejected below, like an address with another scheme.
        }
        throw CommandFailure.usage("--url must be an address such as https://control.example");
    }
}
