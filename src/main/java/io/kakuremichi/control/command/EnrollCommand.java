package io.kakuremichi.control.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.PartialFile;
import io.kakuremichi.control.command.output.TextEncoding;
import io.kakuremichi.control.command.remote.Body;
import io.kakuremichi.control.command.remote.Repeatable;
import io.kakuremichi.control.command.remote.RestClient;
import io.kakuremichi.control.command.remote.Server;
import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "enroll",
        description = {
            "Makes this machine an agent or a gateway, as the enrollment key says.",
            "Prints the environment file of its program, or writes it, readable by its owner only."
        })
final class EnrollCommand implements Runnable {
    private static final String PATH = "/api/enroll";
    private static final String KEY = "KAKUREMICHI_ENROLLMENT_KEY";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "Enrollment key (KAKUREMICHI_ENROLLMENT_KEY). Every user of this machine can see it in the process list;"
                            + " prefer --key-file or the variable")
    @Nullable String key;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with the key (KAKUREMICHI_ENROLLMENT_KEY_FILE)")
    @Nullable Path keyFile;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            completionCandidates = Candidates.ClientTypes.class,
            description = "What this machine is to be, agent or gateway; a key for the other is then refused")
    @Nullable String type;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the client; derived from the key's if omitted")
    @Nullable String name;

    @Option(
            names = "--public-key",
            paramLabel = "KEY",
            description = "Public key of the client's own WireGuard key pair; without it, Control generates a pair")
    @Nullable String publicKey;

    @Option(names = "--public-ip", paramLabel = "ADDRESS", description = "Public address of a gateway")
    @Nullable String publicIp;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the environment file here, completely or not at all")
    @Nullable Path output;

    @Option(names = "--force", description = "Replace an existing file")
    boolean force;

    @Mixin
    @Nullable Repeatable repeatable;

    @Mixin
    @Nullable Format format;

    @Mixin
    @Nullable Server server;

    @Override
    public void run() {
        var selected = Objects.requireNonNull(server);
        if (output != null && !force && Files.exists(output, LinkOption.NOFOLLOW_LINKS)) {
            throw CommandFailure.usage(output + " exists; nothing was sent. --force replaces it");
        }
        try (var control = selected.open(base -> key(selected))) {
            if (output == null) {
                var answer = enroll(control);
                print(answer);
            } else {
                write(control, output);
            }
        }
    }

    private JsonNode enroll(RestClient control) {
        var body = new Body()
                .with("type", type)
                .with("name", name)
                .with("publicKey", publicKey)
                .with("publicIp", publicIp);
        return control.post(
                PATH, body.json(), Objects.requireNonNull(repeatable).key());
    }

    /** The temporary file is created first: an enrollment whose result cannot be written would be of no use. */
    private void write(RestClient control, Path file) {
        try (var part = PartialFile.of(file)) {
            var answer = enroll(control);
            try {
                part.output().write((String.join("\n", environment(answer)) + "\n").getBytes(UTF_8));
                if (force) {
                    part.complete();
                } else {
                    part.completeNew();
                }
            } catch (IOException e) {
                // The key is shown only once, so it must not get lost.
                print(answer);
                throw new CommandFailure(
                        ExitCode.REFUSED, "The file cannot be written, its content was printed: " + FileFault.of(e));
            }
            var shown = ((ObjectNode) answer.deepCopy()).without("apiKey");
            Objects.requireNonNull(format)
                    .done(
                            shown,
                            "Enrolled as %s %s; its environment is in %s"
                                    .formatted(
                                            answer.path("type").asText(),
                                            answer.path("name").asText(),
                                            file));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.REFUSED, "The file cannot be written: " + FileFault.of(e));
        }
    }

    private void print(JsonNode answer) {
        Objects.requireNonNull(format).lines(answer, "apiKey", environment(answer));
    }

    private static List<String> environment(JsonNode answer) {
        return List.of(
                "API_KEY=" + TextEncoding.of(answer.path("apiKey")),
                "CONTROL_URL=" + TextEncoding.of(answer.path("url")));
    }

    private Secret key(Server selected) {
        if (key != null && keyFile != null) {
            throw CommandFailure.usage("Use either --key or --key-file, not both");
        }
        try {
            var shell = selected.shell();
            var found = SecretSetting.read(KEY, Optional.ofNullable(key), Optional.ofNullable(keyFile))
                    .or(() -> SecretSetting.read(
                            KEY,
                            shell.variable(KEY),
                            shell.variable(KEY + "_FILE").map(Path::of)))
                    .orElseThrow(() -> CommandFailure.usage(
                            "No enrollment key: set " + KEY + " or " + KEY + "_FILE, or use --key-file"));
            // A token that was given by mistake must not be sent.
            if (!found.isEnrollmentKey()) {
                throw CommandFailure.usage("The enrollment key is not one: it is enr_ and 32 letters or digits");
            }
            return found;
        } catch (IllegalStateException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
