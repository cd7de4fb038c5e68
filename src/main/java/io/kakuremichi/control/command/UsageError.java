package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.TextEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports a command line that is not valid: one line with the usage of the command, then, last, one line with the error. The
 * sentences are our own, because picocli's name positions and Java types.
 */
final class UsageError {
    private UsageError() {}

    /** Prints both lines to the standard error and returns the exit code. */
    static int report(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        command.getErr().println("Usage: " + usage(command));
        command.getErr().println(TextEncoding.printable(sentence(wrong, List.of(arguments))));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String usage(CommandLine command) {
        var spec = command.getCommandSpec();
        var words = new ArrayList<>(List.of(spec.qualifiedName()));
        spec.options().stream()
                .filter(option -> option.required() && option.group() == null)
                .forEach(option -> words.add(option.longestName() + " " + option.paramLabel()));
        spec.positionalParameters().forEach(parameter -> words.add(parameter.paramLabel()));
        if (!command.getSubcommands().isEmpty()) {
            words.add("COMMAND");
        }
        words.add("[OPTION...], see --help");
        return String.join(" ", words);
    }

    private static String sentence(ParameterException wrong, List<String> arguments) {
        return switch (wrong) {
            case UnmatchedArgumentException unknown -> unknown(unknown);
            case MissingParameterException missing -> missing(missing, arguments);
            case MutuallyExclusiveArgsException ignored -> "Use either --json or -q, not both";
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given more than once";
            default -> other(wrong);
        };
    }

    private static String unknown(UnmatchedArgumentException wrong) {
        var first = wrong.getUnmatched().getFirst();
        if (wrong.isUnknownOption()) {
            return "Unknown option: " + first + hint(wrong);
        }
        return (wrong.getCommandLine().getSubcommands().isEmpty() ? "Unexpected argument: " : "Unknown command: ")
                + first
                + hint(wrong);
    }

    private static String hint(UnmatchedArgumentException wrong) {
        return wrong.getSuggestions().stream()
                .findFirst()
                .map(suggestion -> "; did you mean " + suggestion + "?")
                .orElse("");
    }

    private static String missing(MissingParameterException wrong, List<String> arguments) {
        var missing = wrong.getMissing();
        if (missing.size() == 1
                && missing.getFirst() instanceof OptionSpec option
                && Arrays.stream(option.names()).anyMatch(arguments::contains)) {
            return name(option) + " needs a value: " + option.paramLabel();
        }
        return missing.stream().map(UsageError::name).collect(Collectors.joining(" and "))
                + (missing.size() == 1 ? " is required" : " are required");
    }

    private static String other(ParameterException wrong) {
        var argument = wrong.getArgSpec();
        if (argument != null) {
            var expected = argument.type() == int.class || argument.type() == Integer.class
                    ? " takes a whole number, not "
                    : " cannot be ";
            return name(argument) + expected + wrong.getValue();
        }
        var commands = wrong.getCommandLine().getSubcommands().values();
        return commands.isEmpty()
                ? "The command line is not valid"
                : "A command is required: "
                        + commands.stream()
                                .map(CommandLine::getCommandSpec)
                                .filter(spec -> !spec.usageMessage().hidden())
                                .map(CommandLine.Model.CommandSpec::name)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", "));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
