package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.database.UnusableDatabaseException;
import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgresException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** The one sentence that people get for a failure of a start. */
final class StartFailure {
    /** Classes of exceptions and numbers of messages, which the framework puts in front of its sentences. */
    private static final Pattern FOR_DEVELOPERS =
            Pattern.compile("\\b(?:[a-z]+\\.)+[A-Z]\\w*Exception: |\\bSRCFG[0-9]+: ");

    /** Lines that the driver of the database adds to a message of the server. */
    private static final Pattern OF_THE_DRIVER = Pattern.compile("(?:Location: File|Server SQLState): .*");

    private StartFailure() {}

    static String sentence(Throwable failure) {
        if (failure instanceof IllegalStateException || failure instanceof UncheckedIOException) {
            // A check of ours; its cause is detail.
            return oneLine(failure);
        }
        var root = failure;
        var migration = false;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // The messages of these are for people; what is below them is detail.
            if (cause instanceof ConfigurationException
                    || cause instanceof ConfigValidationException
                    || cause instanceof EmbeddedPostgresException) {
                return oneLine(cause);
            }
            migration |= cause instanceof FlywayMigrateException;
            root = cause;
        }
        if (migration) {
            return "the migration of the database failed and was undone, so that the older version still starts: "
                    + oneLine(root);
        }
        return switch (root) {
            case BindException taken -> oneLine(taken);
            case IllegalStateException ours -> oneLine(ours);
            case UnusableDatabaseException unusable -> oneLine(unusable);
            case IOException file -> FileFault.of(file);
            default -> root.getClass().getSimpleName() + ": " + oneLine(root);
        };
    }

    private static String oneLine(Throwable failure) {
        var message = FOR_DEVELOPERS
                .matcher(String.valueOf(failure.getMessage()))
                .replaceAll("")
                .strip();
        return message.isEmpty()
                ? failure.getClass().getSimpleName()
                : message.lines()
                        .map(String::strip)
                        .filter(line ->
                                !line.isEmpty() && !OF_THE_DRIVER.matcher(line).matches())
                        .collect(Collectors.joining(" "));
    }
}
