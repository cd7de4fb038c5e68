package io.kakuremichi.control.command.remote;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the server and the token. */
public final class Remote {
    private static final String TOKEN = "KAKUREMICHI_TOKEN";
    private static final String ADMIN_TOKEN = "KAKUREMICHI_ADMIN_TOKEN";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "URL of Control (KAKUREMICHI_URL; http://localhost:3001)")
    @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Access token (KAKUREMICHI_TOKEN). Every user of this machine can see it in the process list;"
                    + " prefer --token-file or the variable")
    @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the token (KAKUREMICHI_TOKEN_FILE)")
    @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Trust only the certificate authorities in this PEM file (KAKUREMICHI_CA_FILE)")
    @Nullable Path caFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Seconds to wait for a response (${DEFAULT-VALUE})")
    int timeout = 30;

    private final Shell shell;

    /** Options that fall back to variables of the given environment. */
    public Remote(Shell shell) {
        this.shell = shell;
    }

    /** The environment of the command. */
    public Shell shell() {
        return shell;
    }

    /** Opens a client of the selected server, which the caller closes. Sends nothing yet. */
    public RestClient open() {
        if (timeout < 1) {
            throw CommandFailure.usage("--timeout must be at least 1");
        }
        var base = base();
        var trusted = Optional.ofNullable(caFile)
                .or(() -> shell.variable("KAKUREMICHI_CA_FILE").map(Path::of));
        return new RestClient(base, token(base), Duration.ofSeconds(timeout), trusted.map(TrustedAuthorities::in));
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

    private Secret token(URI base) {
        if (token != null && tokenFile != null) {
            throw CommandFailure.usage("Use either --token or --token-file, not both");
        }
        try {
            var found = SecretSetting.read(TOKEN, Optional.ofNullable(token), Optional.ofNullable(tokenFile))
                    .or(() -> variable(TOKEN))
                    .or(() -> isThisMachine(base) ? variable(ADMIN_TOKEN) : Optional.empty())
                    .orElseThrow(() -> CommandFailure.usage(
                            "No token: set KAKUREMICHI_TOKEN or KAKUREMICHI_TOKEN_FILE, or use --token-file"));
            // Checked here because the HTTP client quotes the header values that it rejects.
            if (!found.value().matches("[!-~]+")) {
                throw CommandFailure.usage("The token contains characters that are not allowed in a token");
            }
            return found;
        } catch (IllegalStateException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Secret> variable(String name) {
        return SecretSetting.read(
                name, shell.variable(name), shell.variable(name + "_FILE").map(Path::of));
    }

    /** The server's own admin token is only sent to the local machine. */
    private static boolean isThisMachine(URI base) {
        return THIS_MACHINE.contains(base.getHost());
    }
}
