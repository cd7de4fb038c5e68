package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.backup.MigrationCheck;
import io.kakuremichi.control.backup.Restore;
import io.kakuremichi.control.backup.UpgradeBackup;
import io.kakuremichi.control.boot.ControlServer;
import io.kakuremichi.control.command.declarative.ApplyCommand;
import io.kakuremichi.control.command.declarative.ExportCommand;
import io.kakuremichi.control.command.declarative.PlanCommand;
import io.kakuremichi.control.command.output.Column;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.output.TextEncoding;
import io.kakuremichi.control.command.remote.Pages;
import io.kakuremichi.control.command.remote.Remote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command, and the commands that concern no single kind of resource. */
@Command(
        name = "kakuremichi-control",
        description = {
            "The control plane of kakuremichi: the server, and a command-line client for it.",
            "Without a command it runs the server."
        },
        subcommands = {
            AgentCommand.class,
            GatewayCommand.class,
            TunnelCommand.class,
            CertificateCommand.class,
            TokenCommand.class,
            EnrollmentKeyCommand.class,
            EnrollCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            ExportCommand.class,
            ImportCommand.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server rejected the command, or the resource does not exist",
            "2:the command line is not valid; nothing was sent",
            "3:the server is not reachable, not available, or did not answer in time",
            "4:the token or the enrollment key is not valid, or the role does not permit this"
        })
final class ControlCommand implements Callable<Integer> {
    private static final Column[] CLIENTS = {
        Column.of("NAME", "name"),
        Column.of("TYPE", "type"),
        Column.of("ADDRESS", "remoteAddress"),
        Column.of("REPLICA", "replica"),
        Column.time("CONNECTED", "connectedAt"),
        Column.time("HEARTBEAT", "lastHeartbeat"),
        Column.of("WANTED", "revisionWanted"),
        Column.of("APPLIED", "revisionApplied"),
        new Column("ERROR", client -> TextEncoding.of(client.path("lastError").path("message")))
    };

    private static final Column[] AUDIT = {
        Column.time("AT", "at"),
        Column.of("ACTOR", "actor"),
        Column.of("ADDRESS", "address"),
        Column.of("ACTION", "action"),
        Column.of("SUBJECT", "subject"),
        Column.of("OUTCOME", "outcome"),
        Column.of("STATUS", "status"),
        Column.of("COUNT", "count")
    };

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of this program")
    boolean version;

    @Option(
            names = "--check",
            description = "Report what the next start of the server would migrate in the database, and change nothing")
    boolean check;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return check ? MigrationCheck.run(System.out, System.err) : serve();
    }

    @Command(description = "Runs the server, which is also the default; configured by environment variables")
    int serve() {
        return ControlServer.run(UpgradeBackup::take);
    }

    @Command(description = "Lists the agents and gateways that are connected, on all replicas")
    void clients(@Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.list(Kind.CLIENT, new Pages(Kind.CLIENT).all(control), CLIENTS);
        }
    }

    @Command(
            description = {
                "Prints changes and states as they happen, until it is interrupted.",
                "When the connection breaks, it goes on after the last event."
            })
    void events(
            @Option(names = "--json", description = "Print the data of each event unchanged, as JSON in one line")
                    boolean json,
            @Option(
                            names = "--types",
                            paramLabel = "TYPE",
                            split = ",",
                            completionCandidates = Candidates.EventTypes.class,
                            description = "Only these types, separated by commas, such as tunnel_create,client")
                    @Nullable List<String> types,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            new Following(
                            control,
                            remote.shell(),
                            types == null ? null : String.join(",", types),
                            json ? JsonNode::toString : EventLine::of)
                    .run();
        }
    }

    @Command(description = "Lists audit entries, newest first")
    void audit(
            @Option(names = "--since", paramLabel = "TIME", description = "Such as 2030-01-31T12:00:00Z") @Nullable String since,
            @Option(names = "--until", paramLabel = "TIME") @Nullable String until,
            @Option(names = "--actor", paramLabel = "NAME", description = "Name of the caller's token") @Nullable String actor,
            @Option(names = "--action", paramLabel = "ACTION", description = "Such as tunnel, or tunnel.create")
                    @Nullable String action,
            @Option(names = "--subject", paramLabel = "ID", description = "Id or name of the affected resource")
                    @Nullable String subject,
            @Option(
                            names = "--outcome",
                            paramLabel = "OUTCOME",
                            completionCandidates = Candidates.Outcomes.class,
                            description = "success, replayed, denied, failed")
                    @Nullable String outcome,
            @Option(
                            names = "--limit",
                            paramLabel = "COUNT",
                            description = "Maximum number of entries (${DEFAULT-VALUE})",
                            defaultValue = "100")
                    int limit,
            @Mixin Format format,
            @Mixin Remote remote) {
        if (limit < 1) {
            throw CommandFailure.usage("--limit must be at least 1");
        }
        var wanted = new Pages(Kind.AUDIT)
                .where("since", since)
                .where("until", until)
                .where("actor", actor)
                .where("action", action)
                .where("subject", subject)
                .where("outcome", outcome);
        try (var control = remote.open()) {
            format.list(Kind.AUDIT, wanted.first(control, limit), AUDIT);
        }
    }

    @Command(
            description = {
                "Writes a full backup to a file that only its owner may read, and replaces an existing file.",
                "The file appears only once it is complete."
            })
    void backup(
            @Parameters(
                            paramLabel = "FILE",
                            description =
                                    "The file to write; - is the standard output. In an existing directory, a file named after"
                                            + " the time")
                    String file,
            @Option(
                            names = "--keep",
                            paramLabel = "COUNT",
                            description = "With a directory: then delete the oldest backups in it beyond this number")
                    @Nullable Integer keep,
            @Mixin Remote remote) {
        requireName(file);
        var directory = Files.isDirectory(Path.of(file)) ? new BackupDirectory(Path.of(file)) : null;
        if (keep != null && (directory == null || keep < 1)) {
            throw CommandFailure.usage("--keep needs a directory, and at least 1");
        }
        try (var control = remote.open()) {
            var target =
                    directory == null ? file : directory.next(Clock.systemUTC()).toString();
            new Backup(control, remote.shell()).to(target);
        }
        if (directory != null && keep != null) {
            directory.keep(keep);
        }
    }

    @Command(
            description = {
                "Restores the database from a backup while no server uses it: the embedded one in the data directory,",
                "or the configured one. Uses the server's settings."
            })
    int restore(
            @Parameters(
                            paramLabel = "FILE",
                            description = "The backup file; in a directory, the newest that backup wrote")
                    Path file,
            @Option(names = "--force", description = "Replace existing data") boolean force,
            @Option(
                            names = "--without-key",
                            description = "The encryption key is lost: skip everything sealed under it")
                    boolean withoutKey) {
        requireName(file.toString());
        var options = EnumSet.noneOf(Restore.Option.class);
        if (force) {
            options.add(Restore.Option.FORCE);
        }
        if (withoutKey) {
            options.add(Restore.Option.WITHOUT_KEY);
        }
        var source = Files.isDirectory(file) ? new BackupDirectory(file).newest() : file;
        return Restore.run(source, options, System.out, System.err);
    }

    @Command(
            description = {
                "Reseals all stored secrets under the newest encryption key.",
                "Run it after every replica was restarted with the new key first; then remove the old key."
            })
    int reseal(@Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            return new Reseal(control, remote.shell(), format).run().number();
        }
    }

    @Command(name = "help", hidden = true, description = "Shows the help, as --help does")
    void showHelp() {
        var root = Objects.requireNonNull(spec).commandLine();
        root.usage(root.getOut());
    }

    @Command(name = "generate-completion", hidden = true, description = "Prints a completion script for bash and zsh")
    void generateCompletion() {
        var root = Objects.requireNonNull(spec).commandLine();
        root.getOut().print(AutoComplete.bash(root.getCommandName(), root));
        root.getOut().flush();
    }

    /** An empty path is the current directory, which an unset variable of a shell does not mean. */
    private static void requireName(String file) {
        if (file.isEmpty()) {
            throw CommandFailure.usage("FILE must not be empty");
        }
    }
}
