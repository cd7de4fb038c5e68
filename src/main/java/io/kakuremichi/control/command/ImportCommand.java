package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.Column;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.output.TextEncoding;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.command.remote.Repeatable;
import io.kakuremichi.control.original.OriginalData;
import io.kakuremichi.control.original.OriginalDatabase;
import io.kakuremichi.control.original.OriginalFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Imports the agents, gateways and tunnels of an original control server from its SQLite database.",
            "The clients keep their API keys: only their URL changes. Nothing is written to the file or beside it.",
            "What is in Control already stays as it is, so the command can be repeated."
        })
final class ImportCommand implements Callable<Integer> {
    private static final Column[] COLUMNS = {
        Column.of("KIND", "kind"),
        Column.of("NAME", "name"),
        Column.of("ACTION", "action"),
        new Column("NOTES", ImportCommand::notes)
    };

    @Parameters(paramLabel = "FILE", description = "The original's database file; the original may be running")
    @Nullable Path file;

    @Option(names = "--dry-run", description = "Report what would be done, and change nothing")
    boolean dryRun;

    @Mixin
    @Nullable Repeatable repeatable;

    @Mixin
    @Nullable Format format;

    @Mixin
    @Nullable Remote remote;

    @Override
    public Integer call() {
        var shell = Objects.requireNonNull(remote).shell();
        try (var control = remote.openForSecrets()) {
            var report = control.post(
                    dryRun ? "/api/import?dryRun=true" : "/api/import",
                    OriginalBody.of(content(Objects.requireNonNull(file))),
                    Objects.requireNonNull(repeatable).key());
            Objects.requireNonNull(format).list(Kind.IMPORTED, report, COLUMNS);
            shell.note("%s created, %s unchanged, %s skipped%s"
                    .formatted(
                            report.path("created").asText(),
                            report.path("unchanged").asText(),
                            report.path("skipped").asText(),
                            dryRun ? " (dry run: nothing was changed)" : ""));
            return (report.path("skipped").asInt() == 0 ? ExitCode.DONE : ExitCode.REFUSED).number();
        }
    }

    private static OriginalData content(Path file) {
        try {
            return OriginalDatabase.read(file);
        } catch (OriginalFault e) {
            throw new CommandFailure(ExitCode.REFUSED, e.words());
        }
    }

    private static String notes(JsonNode item) {
        List<String> notes = new ArrayList<>();
        item.path("notes").forEach(note -> notes.add(TextEncoding.of(note)));
        item.path("differences").forEach(difference -> notes.add(difference(difference)));
        return notes.isEmpty() ? "-" : String.join("; ", notes);
    }

    private static String difference(JsonNode difference) {
        var field = TextEncoding.of(difference.path("field"));
        return field.equals("apiKey")
                ? "apiKey differs"
                : "%s differs: %s, in Control %s"
                        .formatted(
                                field,
                                TextEncoding.of(difference.path("original")),
                                TextEncoding.of(difference.path("control")));
    }
}
