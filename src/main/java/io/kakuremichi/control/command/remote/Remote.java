package io.kakuremichi.control.command.remote;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the server and the token. */
public final class Remote extends Server {
    private static final String TOKEN = "KAKUREMICHI_TOKEN";
    private static final String ADMIN_TOKEN = "KAKUREMICHI_ADMIN_TOKEN";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Access token (KAKUREMICHI_TOKEN). Every user of this machine can see it in the process list;"
                    + " prefer --token-file or the variable")
    @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the token (KAKUREMICHI_TOKEN_FILE)")
    @Nullable Path tokenFile;

    /** Options that fall back to variables of the given environment. */
    public Remote(Shell shell) {
        super(shell);
    }

    /** Opens a client of the selected server, which the caller closes. Sends nothing yet. */
    public RestClient open() {
        return open(this::token);
    }

    /**
     * Opens a client for a body with secrets. Control refuses a call in plain text from another machine, but only when the secrets have
     * crossed the network.
     */
    public RestClient openForSecrets() {
        return open(base -> {
            if ("http".equals(base.getScheme()) && !isThisMachine(base)) {
                throw CommandFailure.usage(
                        "API keys are not sent to another machine in plain text: use an https:// URL, or run this on the machine of Control");
            }
            return token(base);
        });
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
                name, shell().variable(name), shell().variable(name + "_FILE").map(Path::of));
    }

    /** The server's own admin token is only sent to the local machine. */
    private static boolean isThisMachine(URI base) {
        return THIS_MACHINE.contains(base.getHost());
    }
}
