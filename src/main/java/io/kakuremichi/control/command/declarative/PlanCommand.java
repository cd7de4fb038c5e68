package io.kakuremichi.control.command.declarative;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.remote.Remote;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what {@code apply} would change. */
@Command(
        name = "plan",
        description = "Shows what apply would change, and changes nothing",
        exitCodeOnInvalidInput = 1,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing to do",
            "1:the document has a fault, or the command line is not valid",
            "2:changes are planned",
            "3:the server is not reachable, not available, or did not answer in time",
            "4:the token is not valid, or its role does not permit this"
        })
public final class PlanCommand implements Callable<Integer> {
    private static final int CHANGES_PLANNED = 2;

    @Mixin
    SourceOption source = new SourceOption();

    @Option(names = "--json", description = "Print Control's response unchanged, as JSON in one line")
    boolean json;

    @Mixin
    @Nullable Remote remote;

    @Override
    public Integer call() {
        try {
            return plan(Objects.requireNonNull(remote));
        } catch (CommandFailure e) {
            // 2 has another meaning here.
            throw e.exitCode() == ExitCode.USAGE ? new CommandFailure(ExitCode.REFUSED, e.words()) : e;
        }
    }

    private int plan(Remote server) {
        var answer = source.send(server, true, UUID.randomUUID().toString());
        if (json) {
            server.shell().out().println(answer);
        } else {
            new PlanPrinter(server.shell()).planned(answer);
        }
        return PlanPrinter.changes(answer) == 0 ? ExitCode.DONE.number() : CHANGES_PLANNED;
    }
}
