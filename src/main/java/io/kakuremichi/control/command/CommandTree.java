package io.kakuremichi.control.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.Confirmation;
import io.kakuremichi.control.command.output.Format;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.command.remote.Remote;
import io.kakuremichi.control.command.remote.Server;
import io.kakuremichi.control.version.BuildVersion;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IFactory;

/** The tree of all commands, ready to run. */
final class CommandTree {
    private CommandTree() {}

    /** Runs one command and returns its exit code. */
    static int run(Shell shell, String... args) {
        var exitCode = of(shell).execute(args);
        shell.out().flush();
        return exitCode;
    }

    static CommandLine of(Shell shell) {
        var ansi = shell.colours() ? Help.Ansi.ON : Help.Ansi.OFF;
        var root = new CommandLine(new ControlCommand(), factory(shell));
        root.getCommandSpec().versionProvider(CommandTree::version);
        return root.setOut(new PrintWriter(shell.out(), true, UTF_8))
                .setErr(new PrintWriter(shell.err(), true, UTF_8))
                .setColorScheme(Help.defaultColorScheme(ansi))
                // A description may start with @.
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(shell.terminal())
                .setParameterExceptionHandler(UsageError::report)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof CommandFailure expected) {
                        shell.note(expected.words());
                        return expected.exitCode().number();
                    }
                    throw failure;
                });
    }

    /** Read when it is asked for. */
    private static String[] version() {
        var build = BuildVersion.current();
        return new String[] {
            "kakuremichi-control " + build.version(),
            "commit " + build.commit() + ", built at " + build.builtAt(),
            "REST API " + build.apiVersion() + ", WebSocket protocol " + build.protocolVersion()
        };
    }

    /**
     * Injects the shell into the mixins that need it. Creates the values for completion without reflection, which a native binary
     * restricts.
     */
    private static IFactory factory(Shell shell) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == Remote.class) {
                    return type.cast(new Remote(shell));
                }
                if (type == Server.class) {
                    return type.cast(new Server(shell));
                }
                if (type == Format.class) {
                    return type.cast(new Format(shell));
                }
                if (type == Confirmation.class) {
                    return type.cast(new Confirmation(shell));
                }
                if (type == Candidates.Statuses.class) {
                    return type.cast(new Candidates.Statuses());
                }
                if (type == Candidates.Roles.class) {
                    return type.cast(new Candidates.Roles());
                }
                if (type == Candidates.ClientTypes.class) {
                    return type.cast(new Candidates.ClientTypes());
                }
                if (type == Candidates.EventTypes.class) {
                    return type.cast(new Candidates.EventTypes());
                }
                if (type == Candidates.Outcomes.class) {
                    return type.cast(new Candidates.Outcomes());
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }
}
