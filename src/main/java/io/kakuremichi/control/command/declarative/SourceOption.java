package io.kakuremichi.control.command.declarative;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.document.DocumentFaultException;
import io.kakuremichi.control.document.ParsedDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that name the documents and how they are applied. */
public final class SourceOption {
    private static final int MAX_SIZE = 64 << 20;
    private static final Pattern LIKE_JSON = Pattern.compile("\\{\\s*[\"}]");
    private static final Set<String> SUFFIXES = Set.of(".yaml", ".yml", ".json");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "PATH",
            required = true,
            description =
                    "A document in YAML or JSON; - is the standard input. Of a directory, all files that end in .yaml, .yml"
                            + " or .json, in the order of their names, as one document; hidden files are skipped")
    String path = "";

    @Option(
            names = "--prune",
            description =
                    "Delete what the document's manager made and the document does not name, and release what else it manages")
    boolean prune;

    @Option(names = "--take-over", description = "Take over objects of other managers, which is a fault otherwise")
    boolean takeOver;

    /**
     * Sends the documents, and returns Control's answer.
     *
     * @param key the idempotency key
     * @throws CommandFailure with all faults of the documents, those that Control finds included
     */
    JsonNode send(Remote server, boolean dryRun, String key) {
        var document = read(server.shell());
        if (!document.isReadable()) {
            throw document.failure();
        }
        if (document.hasFaults()) {
            throw allFaults(document, server);
        }
        try (var control = server.open()) {
            return control.postDocument(call(dryRun), document.json(), key, document::refusal);
        }
    }

    /** Reports the faults that were found here and those that Control finds. Applies nothing. */
    private CommandFailure allFaults(MergedDocument document, Remote server) {
        var refused = new AtomicReference<CommandFailure>();
        try (var control = server.open()) {
            control.postDocument(call(true), document.json(), UUID.randomUUID().toString(), error -> {
                refused.set(document.refusal(error));
                return refused.get();
            });
            return document.failure();
        } catch (CommandFailure e) {
            return e.equals(refused.get()) ? e : document.failure(e);
        }
    }

    private String call(boolean dryRun) {
        return "/api/apply?dryRun=%s&prune=%s&takeOver=%s".formatted(dryRun, prune, takeOver);
    }

    /** The documents as one. */
    private MergedDocument read(Shell shell) {
        if (path.isEmpty()) {
            throw CommandFailure.usage("--file must not be empty");
        }
        var merged = new MergedDocument();
        if (path.equals("-")) {
            addInput(merged, text(shell.in(), "The standard input"));
        } else {
            files(Path.of(path)).forEach(file -> add(merged, text(file), file.toString(), isJson(file)));
        }
        return merged;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var entries = Files.list(path)) {
            var files = entries.filter(SourceOption::isDocument).sorted().toList();
            if (files.isEmpty()) {
                throw CommandFailure.usage("%s has no file that ends in .yaml, .yml or .json".formatted(path));
            }
            files.forEach(SourceOption::requireFile);
            return files;
        } catch (IOException e) {
            throw unreadable(path.toString(), e);
        }
    }

    private static boolean isDocument(Path file) {
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /** An unreadable file is not skipped, because an apply with --prune would then delete the objects that the file declares. */
    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    file
                            + (Files.exists(file)
                                    ? " is not a regular file"
                                    : " is a link to a file that does not exist"));
        }
    }

    private static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private static void add(MergedDocument merged, String text, String source, boolean json) {
        try {
            merged.add(json ? ParsedDocument.ofJson(text, source) : ParsedDocument.ofYaml(text, source));
        } catch (DocumentFaultException e) {
            merged.addUnreadable(e.fault());
        }
    }

    /** Text in braces is JSON or a mapping of YAML; only what begins like JSON gets JSON's message. */
    private static void addInput(MergedDocument merged, String text) {
        var start = text.stripLeading();
        if (!start.startsWith("{")) {
            add(merged, text, "", false);
            return;
        }
        try {
            merged.add(ParsedDocument.ofJson(text, ""));
        } catch (DocumentFaultException e) {
            try {
                merged.add(ParsedDocument.ofYaml(text, ""));
            } catch (DocumentFaultException ofYaml) {
                var fault = LIKE_JSON.matcher(start).lookingAt() ? e : ofYaml;
                merged.addUnreadable(fault.fault());
            }
        }
    }

    private static String text(Path file) {
        try (var input = Files.newInputStream(file)) {
            return text(input, file.toString());
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static String text(InputStream input, String name) {
        try {
            var bytes = input.readNBytes(MAX_SIZE + 1);
            if (bytes.length > MAX_SIZE) {
                throw CommandFailure.usage(name + " is larger than 64 MiB");
            }
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw CommandFailure.usage(name + " is not UTF-8");
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static CommandFailure unreadable(String name, IOException e) {
        return CommandFailure.usage("%s cannot be read: %s".formatted(name, FileFault.of(e)));
    }
}
