package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgresException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.stream.Collectors;

/** The one sentence that people get for a failure of a start. */
final class StartFailure {
    private StartFailure() {}

    static String sentence(Throwable failure) {
        if (failure instanceof IllegalStateException || failure instanceof UncheckedIOException) {
            // A check of ours; its cause is detail.
            return oneLine(failure);
        }
        var root = failure;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // The messages of these are for people; what is below them is detail.
            if (cause instanceof ConfigurationException
                    || cause instanceof ConfigValidationException
                    || cause instanceof EmbeddedPostgresException) {
                return oneLine(cause);
            }
            root = cause;
        }
        return switch (root) {
            case BindException taken -> oneLine(taken);
            case IllegalStateException ours -> oneLine(ours);
            case IOException file -> FileFault.of(file);
            default -> root.getClass().getSimpleName() + ": " + oneLine(root);
        };
    }

    private static String oneLine(Throwable failure) {
        var message = String.valueOf(failure.getMessage()).strip();
        return message.isEmpty()
                ? failure.getClass().getSimpleName()
                : message.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining(" "));
    }
}
