package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.Shell;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the command line understands, for tests of what is written about it. */
public final class CommandLines {
    private static final Pattern VARIABLE = Pattern.compile("KAKUREMICHI_[A-Z_]+");

    private CommandLines() {}

    /** What is wrong with a command; nothing is run. */
    public static Optional<String> mistake(String... arguments) {
        try {
            tree().parseArgs(arguments);
            return Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The environment variables that its help names. */
    public static Set<String> variables() {
        var names = new HashSet<String>();
        collect(tree(), names);
        return names;
    }

    private static void collect(CommandLine command, Set<String> names) {
        VARIABLE.matcher(command.getUsageMessage()).results().forEach(found -> names.add(found.group()));
        command.getSubcommands().values().forEach(each -> collect(each, names));
    }

    private static CommandLine tree() {
        return CommandTree.of(new Shell(Map.of(), silent(), silent(), false));
    }

    private static PrintStream silent() {
        return new PrintStream(PrintStream.nullOutputStream());
    }
}
