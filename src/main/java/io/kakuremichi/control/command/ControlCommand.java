package io.kakuremichi.control.command;

import io.kakuremichi.control.backup.Restore;
import io.kakuremichi.control.boot.ControlServer;
import java.nio.file.Path;
import java.util.EnumSet;
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

/** The program itself, and its commands that are about no one kind of thing. */
@Command(
        name = "kakuremichi-control",
        description = {
            "The control plane of kakuremichi: the server, and commands for people and scripts that call one.",
            "Without a command it is the server."
        },
        subcommands = {
            AgentCommand.class,
            GatewayCommand.class,
            TunnelCommand.class,
            CertificateCommand.class,
            TokenCommand.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server refused and said why, or there is no such thing",
            "2:the command is not right as it was typed",
            "3:the server can't be reached, is away, or took too long",
            "4:the token is not valid, or its role may not do this"
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
        new Column("ERROR", client -> Text.of(client.path("lastError").path("message")))
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

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return serve();
    }

    @Command(description = "Runs the server, as no command at all does; environment variables set it up")
    int serve() {
        return ControlServer.run();
    }

    @Command(description = "Lists the agents and gateways that are connected, on all replicas")
    void clients(@Mixin Format format, @Mixin Remote remote) {
        try (var control = remote.open()) {
            format.list(Kind.CLIENT, new Pages(Kind.CLIENT).all(control), CLIENTS);
        }
    }

    @Command(description = "Lists who changed what, the newest first")
    void audit(
            @Option(names = "--since", paramLabel = "TIME", description = "Such as 2030-01-31T12:00:00Z") @Nullable String since,
            @Option(names = "--until", paramLabel = "TIME") @Nullable String until,
            @Option(names = "--actor", paramLabel = "NAME", description = "Whose token it was") @Nullable String actor,
            @Option(names = "--action", paramLabel = "ACTION", description = "Such as tunnel, or tunnel.create")
                    @Nullable String action,
            @Option(names = "--subject", paramLabel = "ID", description = "What it was done to") @Nullable String subject,
            @Option(names = "--outcome", paramLabel = "OUTCOME", description = "success, replayed, denied, failed")
                    @Nullable String outcome,
            @Option(
                            names = "--limit",
                            paramLabel = "COUNT",
                            description = "At most so many (${DEFAULT-VALUE})",
                            defaultValue = "100")
                    int limit,
            @Mixin Format format,
            @Mixin Remote remote) {
        if (limit < 1) {
            throw Failure.usage("--limit must be at least 1");
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
                "Writes a backup of everything to a file that only its owner may read, in place of what it was.",
                "The file is there when it is whole, and not before."
            })
    void backup(
            @Parameters(paramLabel = "FILE", description = "Where to; - is the standard output") String file,
            @Mixin Remote remote) {
        try (var control = remote.open()) {
            new Backup(control, remote.shell()).to(file);
        }
    }

    @Command(
            description = {
                "Makes the database from a backup, while no server runs on it: the embedded one in the data directory,",
                "or the configured one. The settings are those of the server."
            })
    int restore(
            @Parameters(paramLabel = "FILE", description = "What backup wrote") Path file,
            @Option(names = "--force", description = "Replace the data that are there") boolean force,
            @Option(
                            names = "--without-key",
                            description = "The encryption key is lost: leave out what is sealed under it")
                    boolean withoutKey) {
        var options = EnumSet.noneOf(Restore.Option.class);
        if (force) {
            options.add(Restore.Option.FORCE);
        }
        if (withoutKey) {
            options.add(Restore.Option.WITHOUT_KEY);
        }
        return Restore.run(file, options, System.out, System.err);
    }

    @Command(
            description = {
                "Brings all stored secrets under the newest encryption key.",
                "After every replica was started with the new key in front: when this is done, the old key can go."
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
}
