package io.kakuremichi.control.command.declarative;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.PartialFile;
import io.kakuremichi.control.command.remote.QueryValue;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.document.DocumentFaultException;
import io.kakuremichi.control.document.DocumentNode;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.ParsedDocument;
import io.kakuremichi.control.document.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the configuration as documents. */
@Command(
        name = "export",
        description = {
            "Writes agents, gateways and tunnels as a document that apply takes.",
            "It has no keys: what apply creates from it gets new ones."
        })
public final class ExportCommand implements Runnable {
    private static final List<String> KINDS = List.of("agents", "gateways", "tunnels");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "PATH",
            defaultValue = "-",
            description =
                    "The file to write; - is the standard output (${DEFAULT-VALUE}). In an existing directory, one file for"
                            + " each kind: agents.yaml, gateways.yaml, tunnels.yaml")
    String path = "-";

    @Option(
            names = "--manager",
            paramLabel = "NAME",
            description = "The manager in the document (that of --managed-by, or default)")
    @Nullable String manager;

    @Option(names = "--managed-by", paramLabel = "NAME", description = "Only what this manager has")
    @Nullable String managedBy;

    @Option(names = "--json", description = "Write JSON instead of YAML; not in a directory")
    boolean json;

    @Mixin
    @Nullable Remote remote;

    @Override
    public void run() {
        var server = Objects.requireNonNull(remote);
        if (path.isEmpty()) {
            throw CommandFailure.usage("--file must not be empty");
        }
        var directory = Files.isDirectory(Path.of(path)) ? Path.of(path) : null;
        if (json && directory != null) {
            throw CommandFailure.usage("--json needs a file or the standard output");
        }
        String text;
        try (var control = server.open()) {
            text = control.text(call(), json ? "application/json" : "application/yaml");
        }
        if (directory != null) {
            writeEach(directory, text);
        } else if (path.equals("-")) {
            server.shell().out().print(json ? text + "\n" : text);
        } else {
            write(Path.of(path), text);
        }
    }

    private String call() {
        return "/api/export"
                + (manager == null ? "" : "?manager=" + QueryValue.of("manager", manager))
                + (managedBy == null
                        ? ""
                        : (manager == null ? "?" : "&") + "managedBy=" + QueryValue.of("managedBy", managedBy));
    }

    private static void writeEach(Path directory, String text) {
        try {
            if (ParsedDocument.ofYaml(text, "").root() instanceof Mapping document) {
                for (var kind : KINDS) {
                    var part = new LinkedHashMap<String, DocumentNode>();
                    document.fields().forEach((field, value) -> {
                        if (field.equals(kind) || !KINDS.contains(field)) {
                            part.put(field, value);
                        }
                    });
                    write(directory.resolve(kind + ".yaml"), YamlWriter.write(new Mapping(part, document.place())));
                }
                return;
            }
        } catch (DocumentFaultException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "The export cannot be split: %s; write it to one file instead".formatted(e.getMessage()));
        }
        throw new CommandFailure(ExitCode.UNREACHABLE, "The server is not Control");
    }

    private static void write(Path file, String text) {
        try (var partial = PartialFile.of(file)) {
            partial.output().write(text.getBytes(UTF_8));
            partial.complete();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.REFUSED, "%s cannot be written: %s".formatted(file, FileFault.of(e)));
        }
    }
}
