package io.kakuremichi.control.command;

import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Control is called, and by whom. */
final class Remote {
    private static final String TOKEN = "KAKUREMICHI_TOKEN";
    private static final String ADMIN_TOKEN = "KAKUREMICHI_ADMIN_TOKEN";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where Control is (KAKUREMICHI_URL; http://localhost:3001)")
    @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Who calls (KAKUREMICHI_TOKEN). Every user of this machine sees it in the list of processes;"
                    + " better use --token-file or the variable")
    @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the token (KAKUREMICHI_TOKEN_FILE)")
    @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Trust the authorities in this PEM file and no others (KAKUREMICHI_CA_FILE)")
    @Nullable Path caFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for an answer (${DEFAULT-VALUE})")
    int timeout = 30;

    private final Shell shell;

    Remote(Shell shell) {
        this.shell = shell;
    }

    /** Where the command runs. */
    Shell shell() {
        return shell;
    }

    /** A client of that Control, to be closed. Nothing is sent yet. */
    RestClient open() {
        if (timeout < 1) {
            throw Failure.usage("--timeout must be at least 1");
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
            // Said below, like an address of another scheme.
        }
        throw Failure.usage("--url must be an address such as https://control.example");
    }

    private Secret token(URI base) {
        if (token != null && tokenFile != null) {
            throw Failure.usage("Use either --token or --token-file, not both");
        }
        try {
            var found = SecretSetting.read(TOKEN, Optional.ofNullable(token), Optional.ofNullable(tokenFile))
                    .or(() -> variable(TOKEN))
                    .or(() -> isThisMachine(base) ? variable(ADMIN_TOKEN) : Optional.empty())
                    .orElseThrow(() -> Failure.usage(
                            "Set KAKUREMICHI_TOKEN or KAKUREMICHI_TOKEN_FILE, or use --token-file: who calls?"));
            // Said here, because the HTTP client quotes what it refuses.
            if (!found.value().matches("[!-~]+")) {
                throw Failure.usage("The token has characters that no token has");
            }
            return found;
        } catch (IllegalStateException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Secret> variable(String name) {
        return SecretSetting.read(
                name, shell.variable(name), shell.variable(name + "_FILE").map(Path::of));
    }

    /** The server's own token, in its container or on its machine, goes nowhere else. */
    private static boolean isThisMachine(URI base) {
        return THIS_MACHINE.contains(base.getHost());
    }
}
